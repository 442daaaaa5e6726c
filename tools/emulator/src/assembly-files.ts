import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  AssemblyError,
  readCloudAssembly,
  readNetworks,
  type CloudAssembly,
  type DeployTarget,
  type EnvironmentNetwork,
} from '@furl/cloud-assembly';
import { EmulatorError } from './errors';

/**
 * Reads the cloud assembly in `folder` from the disk.
 *
 * @throws EmulatorError ASSEMBLY_UNREADABLE when there is none, or it is broken
 */
export function loadCloudAssembly(folder: string, target: DeployTarget): CloudAssembly {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw unreadable(
      `there is no cloud assembly at ${folder}: synthesise one first (npx nx run infra:synth, or cdk synth)`,
    );
  }
  try {
    return readCloudAssembly({ readText: (path) => readFileSync(join(folder, path), 'utf8') }, target);
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    throw unreadable(`the cloud assembly at ${folder} cannot be read: ${error.message}`, error);
  }
}

/**
 * Reads the private networks of the same assembly.
 *
 * @returns a sentence that says what is wrong, when they cannot be read although the functions can
 */
export function loadNetworks(folder: string, target: DeployTarget): readonly EnvironmentNetwork[] | string {
  try {
    return readNetworks({ files: { readText: (path) => readFileSync(join(folder, path), 'utf8') } }, target);
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    return `what VPCs reach is not known, and nothing is dropped: ${error.message}`;
  }
}

function unreadable(message: string, cause?: unknown): EmulatorError {
  return new EmulatorError('ASSEMBLY_UNREADABLE', message, { cause });
}
