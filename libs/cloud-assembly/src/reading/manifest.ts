import { AssemblyError } from '../assembly-error';
import type { AssemblyFiles, DeployTarget, Problem } from '../cloud-assembly';
import { entries, isObject, own, show, type JsonObject } from '../json';
import { joinInside } from '../paths';
import { readAssetManifests } from './assets';
import { createStack } from './template';
import type { Stack } from './stack';

/** What reading the manifests needs. */
export interface ManifestReading {
  readonly files: AssemblyFiles;
  readonly target: DeployTarget;
  readonly report: (problem: Problem) => void;
  /** Reads a template. @throws AssemblyError when it is missing or none */
  readTemplate(path: string): JsonObject;
}

const DEEPEST_ASSEMBLY = 10;

/**
 * Reads the stacks of an assembly and of the assemblies nested in it (stages).
 * @throws AssemblyError when a manifest or a template is missing or not what it should be
 */
export function readManifest(reading: ManifestReading, folder = '', depth = 0): readonly Stack[] {
  const path = inFolder(folder, 'manifest.json');
  const manifest = readJson(reading.files, path, 'MANIFEST');
  const artifacts = own(manifest, 'artifacts');
  if (artifacts !== undefined && !isObject(artifacts)) {
    throw new AssemblyError('MANIFEST_INVALID', `${path}: artifacts is ${show(artifacts)}, not an object`);
  }
  return entries(artifacts).flatMap(([artifactId, artifact]) => {
    const type = own(artifact, 'type');
    if (type === 'aws:cloudformation:stack')
      return [readStack(reading, folder, artifactId, artifact, artifacts)];
    if (type !== 'cdk:cloud-assembly') return [];
    const directory = own(own(artifact, 'properties'), 'directoryName');
    const nested = typeof directory === 'string' ? joinInside(folder, directory) : undefined;
    if (nested === undefined || nested === folder || depth >= DEEPEST_ASSEMBLY) {
      throw new AssemblyError(
        'MANIFEST_INVALID',
        `${path}: the nested assembly "${artifactId}" has the directory ${show(directory)}, which is no folder inside the assembly`,
      );
    }
    return readManifest(reading, nested, depth + 1);
  });
}

/** Reads a file of JSON. @throws AssemblyError with `<kind>_MISSING` or `<kind>_INVALID` */
export function readJson(files: AssemblyFiles, path: string, kind: 'MANIFEST' | 'TEMPLATE'): JsonObject {
  const hint =
    kind === 'MANIFEST' ? 'this is no cloud assembly: run cdk synth, or name its folder' : 'synthesise again';
  const text = readText(files, path, kind, hint);
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw new AssemblyError(`${kind}_INVALID`, `${path} is not JSON: synthesise again`, { cause });
  }
  throw new AssemblyError(`${kind}_INVALID`, `${path} is not an object of JSON: synthesise again`);
}

/** Reads a file. @throws AssemblyError with `<kind>_MISSING` and the hint, or `FILE_UNREADABLE` */
export function readText(
  files: AssemblyFiles,
  path: string,
  kind: 'MANIFEST' | 'TEMPLATE',
  hint: string,
): string {
  try {
    return files.readText(path);
  } catch (cause) {
    if (own(cause, 'code') === 'ENOENT') {
      throw new AssemblyError(`${kind}_MISSING`, `${path} is missing: ${hint}`, { cause });
    }
    throw new AssemblyError('FILE_UNREADABLE', `${path} cannot be read`, { cause });
  }
}

function readStack(
  reading: ManifestReading,
  folder: string,
  artifactId: string,
  artifact: unknown,
  artifacts: unknown,
): Stack {
  const properties = own(artifact, 'properties');
  const templateFile = own(properties, 'templateFile');
  const templatePath = typeof templateFile === 'string' ? joinInside(folder, templateFile) : undefined;
  if (templatePath === undefined) {
    throw new AssemblyError(
      'MANIFEST_INVALID',
      `${inFolder(folder, 'manifest.json')}: the stack "${artifactId}" has the templateFile ${show(templateFile)}, which is no path inside the assembly`,
    );
  }
  const stackName = own(properties, 'stackName');
  const name = typeof stackName === 'string' && stackName !== '' ? stackName : artifactId;
  return createStack(
    {
      name,
      artifactId,
      ...environmentOf(artifact, reading.target),
      folder,
      templateFile: templatePath,
      template: reading.readTemplate(templatePath),
      assets: readAssetManifests(reading, folder, name, artifact, artifacts),
      constructPaths: constructPathsOf(reading, folder, artifact),
    },
    reading.report,
  );
}

/** `aws://<account>/<region>`, where either may be unknown: the target then decides. */
function environmentOf(artifact: unknown, target: DeployTarget): { accountId: string; region: string } {
  const environment = own(artifact, 'environment');
  const parts = typeof environment === 'string' ? /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) : null;
  const [, account = 'unknown-account', region = 'unknown-region'] = parts ?? [];
  return {
    accountId: account === 'unknown-account' ? target.accountId : account,
    region: region === 'unknown-region' ? target.defaultRegion : region,
  };
}

/** Where CDK says which construct a logical id came from: in the manifest, or in a file beside it. */
function constructPathsOf(
  reading: ManifestReading,
  folder: string,
  artifact: unknown,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const metadata of [own(artifact, 'metadata'), additionalMetadata(reading, folder, artifact)]) {
    for (const [constructPath, records] of entries(metadata)) {
      for (const record of Array.isArray(records) ? records : []) {
        const logicalId = own(record, 'data');
        if (own(record, 'type') === 'aws:cdk:logicalId' && typeof logicalId === 'string') {
          paths.set(logicalId, constructPath.replace(/^\//, ''));
        }
      }
    }
  }
  return paths;
}

function additionalMetadata(reading: ManifestReading, folder: string, artifact: unknown): unknown {
  const file = own(artifact, 'additionalMetadataFile');
  const path = typeof file === 'string' ? joinInside(folder, file) : undefined;
  if (path === undefined) return undefined;
  try {
    return JSON.parse(reading.files.readText(path));
  } catch {
    // Construct paths are for people only; without them the logical id is shown.
    return undefined;
  }
}

function inFolder(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}
