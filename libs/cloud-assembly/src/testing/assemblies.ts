import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AssemblyFiles, CloudAssembly, DeployTarget, Problem } from '../cloud-assembly';
import { readCloudAssembly } from '../read-cloud-assembly';

/** The account and addresses that the specs deploy to. */
export const target: DeployTarget = {
  accountId: '000000000000',
  defaultRegion: 'us-east-1',
  functionUrl: ({ urlId, region }) => `http://${urlId}.lambda-url.${region}.localhost:9000/`,
};

/** Reads one of the assemblies in `fixtures/`. */
export function readFixture(name: string): CloudAssembly {
  const folder = join(__dirname, '..', 'fixtures', name);
  return readCloudAssembly({ readText: (path) => readFileSync(join(folder, path), 'utf8') }, target);
}

/** An assembly that is not on disk: texts as they are, everything else as JSON. */
export function inMemory(files: Readonly<Record<string, unknown>>): AssemblyFiles {
  return {
    readText(path) {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
      return typeof content === 'string' ? content : JSON.stringify(content);
    },
  };
}

/** Reads an assembly of one stack, `App` in us-east-1, with the files given beside it. */
export function readStack(template: unknown, files: Readonly<Record<string, unknown>> = {}): CloudAssembly {
  const manifest = {
    artifacts: {
      'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
      App: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'App.json' },
        dependencies: ['App.assets'],
      },
    },
  };
  const all = { 'manifest.json': manifest, 'App.json': template, 'App.assets.json': { files: {} }, ...files };
  return readCloudAssembly(inMemory(all), target);
}

/** A function with the least that it needs, and what is given. */
export function lambda(properties: Readonly<Record<string, unknown>> = {}, rest: object = {}): object {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: { ZipFile: '' }, Handler: 'index.handler', Runtime: 'nodejs22.x', ...properties },
    ...rest,
  };
}

/** What becomes of a value in the environment of a function, and the problems with it. */
export function evaluate(
  value: unknown,
  template: Readonly<Record<string, unknown>> = {},
): { readonly value: string | undefined; readonly problems: readonly Problem[] } {
  const resources = template['Resources'] as object | undefined;
  const Fn = lambda({ Environment: { Variables: { VALUE: value } } });
  const { functions, problems } = readStack({ ...template, Resources: { ...resources, Fn } });
  const found = functions.find(({ logicalId }) => logicalId === 'Fn');
  return { value: found?.environment['VALUE'], problems };
}
