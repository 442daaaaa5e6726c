import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { Stage } from 'aws-cdk-lib';
import { AssemblyError, type EnvironmentNetwork, readNetworks } from '@furl/cloud-assembly';

/** A cloud assembly on disk. */
export interface AssemblyFolder {
  /** Absolute. */
  readonly folder: string;
  /** Relative to the assembly of the whole app; empty when it is that. */
  readonly inApp: string;
}

/**
 * The assemblies that hold the templates that are to be validated, without those that are nested in another of them: the one of
 * the app, or those of its stages.
 */
export function assembliesOf({ stackTemplates, appConstruct }: IPolicyValidationContext): AssemblyFolder[] {
  const folders = [...new Set(stackTemplates.map(({ templatePath }) => dirname(templatePath)))];
  const app = Stage.isStage(appConstruct) ? appConstruct.outdir : '';
  return folders
    .filter((folder) => !folders.some((other) => folder.startsWith(`${other}${sep}`)))
    .map((folder) => ({ folder, inApp: relative(app, folder) }));
}

/** The networks of an assembly, one for each account and Region. @throws AssemblyError when it cannot be read */
export function networksIn(folder: string): readonly EnvironmentNetwork[] {
  return readNetworks({ files: { readText: (path) => readFileSync(join(folder, path), 'utf8') } });
}

/**
 * The networks of the assembly that stands before another; none before a stage that is new.
 * @param app the folder of the app's assembly of then
 * @throws AssemblyError when it cannot be read
 */
export function previousNetworks(app: string, { inApp }: AssemblyFolder): readonly EnvironmentNetwork[] {
  const folder = join(app, inApp);
  const isNewStage = inApp !== '' && existsSync(join(app, 'manifest.json')) && !existsSync(folder);
  if (isNewStage) return [];
  try {
    return networksIn(folder);
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    // Two assemblies are read: say in which of them it is.
    throw new AssemblyError(error.code, `the assembly to compare with, ${folder}: ${error.message}`, {
      cause: error,
    });
  }
}
