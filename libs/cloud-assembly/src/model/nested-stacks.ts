import { AssemblyError } from '../assembly-error';
import { own } from '../json';
import { generatedName } from '../invented-ids';
import { joinInside } from '../paths';
import { assetByKey } from '../reading/assets';
import type { ManifestReading } from '../reading/manifest';
import { createStack } from '../reading/template';
import { NESTED_STACK_TYPES, ownerOf } from '../resolving/resource-attributes';
import { forget, type World } from '../resolving/world';
import { text } from './properties';
import { liveResources, type LiveResource } from './resources';

/** More than any account deploys; a template that nests itself ends here. */
const MOST_STACKS = 500;

/** Adds to a world the stacks that are nested in its stacks, as deep as they go. */
export function addNestedStacks(world: World, reading: ManifestReading): void {
  const seen = new Set<string>();
  for (;;) {
    const found = liveResources(world, NESTED_STACK_TYPES, reading.report).filter(
      ({ scope }) => !seen.has(scope.path),
    );
    if (found.length === 0) return;
    for (const live of found) {
      seen.add(live.scope.path);
      addNestedStack(world, live, reading);
    }
    // What was asked of a nested stack before it was here has an answer now.
    forget(world);
  }
}

function addNestedStack(world: World, live: LiveResource, reading: ManifestReading): void {
  const { stack, resource, scope } = live;
  const path = templatePath(live);
  if (path === undefined || world.stacks.length >= MOST_STACKS) {
    const why =
      path === undefined ? 'its template is not in the assembly' : `there are over ${MOST_STACKS} stacks`;
    scope.report(`${why}; what is in the nested stack is left out`);
    return;
  }
  try {
    world.stacks.push(
      createStack(
        {
          name: generatedName(ownerOf(stack, resource.logicalId)),
          artifactId: stack.artifactId,
          region: stack.region,
          accountId: stack.accountId,
          ...(stack.isWritten === true
            ? { folder: folderOf(path), isWritten: true }
            : { folder: stack.folder }),
          templateFile: path,
          template: reading.readTemplate(path),
          assets: stack.assets,
          constructPaths: stack.constructPaths,
          parent: { stack, logicalId: resource.logicalId },
        },
        reading.report,
      ),
    );
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    if (world.isStrict && error.code !== 'TEMPLATE_MISSING') throw error;
    scope.report(`${error.message}; what is in the nested stack is left out`);
  }
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function templatePath(live: LiveResource): string | undefined {
  const noted = own(live.resource.metadata, 'aws:asset:path');
  if (typeof noted === 'string') return joinInside(live.stack.folder, noted);
  const url = text(live, 'TemplateURL') ?? text(live, 'Location');
  if (url === undefined) return undefined;
  // A path from the template is what `cloudformation package` and SAM upload.
  const isPath = !/^[a-z0-9]+:\/\//i.test(url);
  return (
    assetByKey(live.stack.assets, url) ??
    (isPath ? joinInside(folderOf(live.stack.templateFile), url) : undefined)
  );
}
