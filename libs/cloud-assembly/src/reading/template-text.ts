import { AssemblyError } from '../assembly-error';
import type { AssemblyFiles } from '../cloud-assembly';
import { isObject, own, show, type JsonObject } from '../json';
import { readText } from './manifest';
import { brokenLineOf, parseYaml } from './yaml';

/** Ten times what CloudFormation takes ("CloudFormation quotas": template body size). */
const LONGEST = 10 * 1024 * 1024;
/** Texts longer than this are not read twice to find out in which line they are broken. */
const LONGEST_TO_EXPLAIN = 1024 * 1024;

/**
 * Reads a template of CloudFormation or SAM, in JSON or YAML.
 * @throws AssemblyError when it is missing, too large, or broken; the message has file and line
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
  return template;
}

/** Refuses what is no template at all; the templates of an assembly may be empty. @throws AssemblyError */
export function checkIsTemplate(template: JsonObject, path: string): void {
  const resources = own(template, 'Resources');
  if (isObject(resources)) return;
  const what = resources === undefined ? 'it has no Resources' : `Resources is ${show(resources)}`;
  throw new AssemblyError('TEMPLATE_INVALID', `${path}: ${what}: name a template of CloudFormation`);
}

function parse(text: string, path: string): unknown {
  const [start] = /\S/.exec(text) ?? [];
  if (start !== '{' && start !== '[') return parseYaml(text, path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = String(own(cause, 'message') ?? cause).replace(/\s+/g, ' ');
    const line = lineOf(text, message);
    const place = line === undefined ? path : `${path}:${line}`;
    throw new AssemblyError('TEMPLATE_INVALID', `${place}: this is not JSON: ${message}`, { cause });
  }
}

/** Not every message of the engine says where; YAML's reader then does, if the text is no YAML either. */
function lineOf(text: string, message: string): number | undefined {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return text.slice(0, Number(position)).split('\n').length;
  return text.length <= LONGEST_TO_EXPLAIN ? brokenLineOf(text) : undefined;
}
