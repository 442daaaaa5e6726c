import { AssemblyError } from '../assembly-error';
import type { AssemblyFiles } from '../cloud-assembly';
import { isObject, own, show, type JsonObject } from '../json';
import { readText } from './manifest';
import { parseYaml } from './yaml';

/** Ten times what CloudFormation takes ("CloudFormation quotas": template body size). */
const LONGEST = 10 * 1024 * 1024;
/** Texts longer than this are not read twice to find out in which line they are broken. */
const LONGEST_TO_EXPLAIN = 1024 * 1024;

/**
 * Reads a template of CloudFormation or SAM, in JSON or YAML.
 * @throws AssemblyError when it is missing, too large, broken, or no template; the message has file and line
 */
export function readTemplate(files: AssemblyFiles, path: string): JsonObject {
  const text = readText(files, path, 'TEMPLATE', 'name a template, or the folder of a cloud assembly');
  if (text.length > LONGEST) {
    const size = (text.length / 1024 / 1024).toFixed(1);
    throw new AssemblyError(
      'TEMPLATE_TOO_LARGE',
      `${path} has ${size} MB; CloudFormation takes 1 MB, and more than 10 MB are not read: split it`,
    );
  }
  const template = parse(text.replace(/^\uFEFF/, ''), path);
  const invalid = (what: string): AssemblyError =>
    new AssemblyError('TEMPLATE_INVALID', `${path}: ${what}: name a template of CloudFormation`);
  if (template === null || template === undefined || template === '') throw invalid('it is empty');
  if (!isObject(template)) throw invalid(`it is ${show(template)}, not an object`);
  const resources = own(template, 'Resources');
  if (!isObject(resources)) {
    throw invalid(resources === undefined ? 'it has no Resources' : `Resources is ${show(resources)}`);
  }
  return template;
}

/** JSON is YAML, but read as JSON it is read ten times as fast. */
function parse(text: string, path: string): unknown {
  const start = /\S/.exec(text)?.[0];
  if (start !== '{' && start !== '[') return parseYaml(text, path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (text.length <= LONGEST_TO_EXPLAIN) return parseYaml(text, path);
    throw new AssemblyError(
      'TEMPLATE_INVALID',
      `${path} is not JSON: ${String(own(cause, 'message') ?? cause)}`,
      {
        cause,
      },
    );
  }
}
