import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  AssemblyError,
  readCloudAssembly,
  readNetworks,
  readTemplateAsAssembly,
  type AssemblyFiles,
  type CloudAssembly,
  type DeployTarget,
  type EnvironmentNetwork,
} from '@furl/cloud-assembly';
import { EmulatorError } from './errors';

/** What templates are called, and how SAM calls its own where nobody says how. */
const ENDINGS = /\.(ya?ml|json|template)$/i;
const USUAL_TEMPLATES = ['template.yaml', 'template.yml', 'template.json'];

/** Whether there is a file at a path, which then is a single template and no cloud assembly. */
export function isSingleTemplate(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory();
}

/** The folder in which the paths of an assembly, or of a single template, start. */
export function folderOf(path: string): string {
  return isSingleTemplate(path) ? dirname(path) : path;
}

/**
 * Reads the cloud assembly in a folder, or a single template, from the disk.
 *
 * @throws EmulatorError ASSEMBLY_UNREADABLE when there is none, or it is broken
 */
export function loadCloudAssembly(path: string, target: DeployTarget): CloudAssembly {
  checkIsThere(path);
  try {
    return isSingleTemplate(path)
      ? readTemplateAsAssembly(filesIn(dirname(path)), basename(path), target)
      : readCloudAssembly(filesIn(path), target);
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    if (isSingleTemplate(path)) throw unreadable(located(path, error.message), error);
    const template = error.code === 'MANIFEST_MISSING' && templateIn(path);
    if (template) throw unreadable(`there is no cloud assembly in ${path}, but a template: name ${template}`);
    throw unreadable(`the cloud assembly at ${path} cannot be read: ${error.message}`, error);
  }
}

/**
 * Reads the private networks of the same assembly or template.
 *
 * @returns a sentence that says what is wrong, when they cannot be read although the functions can
 */
export function loadNetworks(path: string, target: DeployTarget): readonly EnvironmentNetwork[] | string {
  const files = filesIn(folderOf(path));
  try {
    return readNetworks({ files, ...(isSingleTemplate(path) && { template: basename(path) }) }, target);
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    return `what VPCs reach is not known, and nothing is dropped: ${error.message}`;
  }
}

function checkIsThere(path: string): void {
  if (existsSync(path)) {
    const kind = statSync(path);
    if (kind.isDirectory() || kind.isFile()) return;
    throw unreadable(`${path} is no file and no folder: name a cdk.out folder or a template`);
  }
  throw unreadable(
    ENDINGS.test(path)
      ? `there is no template at ${path}: name one that is there, or a cdk.out folder`
      : `there is no cloud assembly at ${path}: synthesise one first (npx nx run infra:synth, or cdk synth)`,
  );
}

/** A message of the reader, which knows files by their names only, with the place where they are. */
function located(template: string, message: string): string {
  return message.startsWith(basename(template))
    ? join(dirname(template), message)
    : `${template}: ${message}`;
}

function templateIn(folder: string): string | undefined {
  return USUAL_TEMPLATES.map((name) => join(folder, name)).find((file) => existsSync(file));
}

function filesIn(folder: string): AssemblyFiles {
  return { readText: (path) => readFileSync(join(folder, path), 'utf8') };
}

function unreadable(message: string, cause?: unknown): EmulatorError {
  return new EmulatorError('ASSEMBLY_UNREADABLE', message, { cause });
}
