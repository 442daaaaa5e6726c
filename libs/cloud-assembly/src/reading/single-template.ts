import type { ManifestReading } from './manifest';
import type { Stack } from './stack';
import { createStack } from './template';
import { checkIsTemplate } from './template-text';

/** What a single template's stack is called where nobody says how. */
export const STACK_NAME = 'Template';

/**
 * Reads a template that somebody wrote, of CloudFormation or SAM, as the only stack.
 *
 * @param file its path, relative to the folder that is read from
 * @throws AssemblyError when it is missing, broken, or no template
 */
export function readSingleTemplate(file: string, name: string, reading: ManifestReading): Stack {
  const template = reading.readTemplate(file);
  checkIsTemplate(template, file);
  return createStack(
    {
      name,
      artifactId: name,
      accountId: reading.target.accountId,
      region: reading.target.defaultRegion,
      folder: '',
      isWritten: true,
      templateFile: file,
      template,
      assets: new Map<string, string>(),
      constructPaths: new Map<string, string>(),
    },
    reading.report,
  );
}
