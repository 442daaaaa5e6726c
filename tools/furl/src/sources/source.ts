import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import {
  AssemblyError,
  type EnvironmentNetwork,
  type NetworkSource,
  type NetworkTarget,
  readNetworks,
} from '@furl/cloud-assembly';
import { UsageError } from '../errors';

/** Templates somewhere: a cloud assembly, or one template. */
export interface Source extends NetworkSource {
  /** What people call it: its path as seen from here, with the revision that it is of. */
  readonly label: string;
}

/**
 * The templates at a path of this machine.
 *
 * @throws UsageError when nothing is there, or something that is neither a folder nor a file
 */
export function sourceAt(path: string, cwd: string): Source {
  const place = resolve(cwd, path);
  const label = isAbsolute(path) ? shortened(place, cwd) : path;
  if (!existsSync(place)) {
    throw new UsageError(
      `there is nothing at ${label}: synthesise first (npx nx run infra:synth, or cdk synth), or name a cdk.out folder or a template`,
    );
  }
  const kind = statSync(place);
  if (kind.isDirectory()) return { label, files: { readText: (file) => readText(join(place, file)) } };
  // A pipe is what a shell makes of <(sam …).
  if (!kind.isFile() && !kind.isFIFO()) {
    throw new UsageError(`${label} is no file and no folder: name a cdk.out folder or a template`);
  }
  const folder = dirname(place);
  return {
    label,
    files: { readText: (file) => readText(join(folder, file)) },
    template: basename(place),
  };
}

/**
 * The networks of a source, one for each account and Region.
 *
 * @throws UsageError when it cannot be read, or CloudFormation would refuse it; the message names the file
 */
export function networksIn(source: Source, target: NetworkTarget = {}): readonly EnvironmentNetwork[] {
  try {
    const networks = readNetworks(source, target);
    if (networks.length > 0) return networks;
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    throw new UsageError(located(source, error.message), { cause: error });
  }
  throw new UsageError(`${source.label}: the assembly has no stacks: synthesise again`);
}

/** A message of the reader, which knows files by their names only, with the place where they are. */
function located({ label, template }: Source, message: string): string {
  if (template === undefined) return `${label}: ${message}`;
  return message.startsWith(template) ? `${label}${message.slice(template.length)}` : `${label}: ${message}`;
}

/** A path as it is seen from here; one that is elsewhere stays as it is. */
function shortened(place: string, cwd: string): string {
  const path = relative(cwd, place);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? place : path;
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
