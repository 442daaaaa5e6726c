import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyFiles, type BenchFunction } from './assembly';

/**
 * Writes a cloud assembly whose functions all have the handler of `benchFolder`.
 *
 * @returns its folder
 */
export function writeAssembly(
  folder: string,
  benchFolder: string,
  functions: readonly BenchFunction[],
): string {
  mkdirSync(join(folder, 'handler'), { recursive: true });
  copyFileSync(handlerOf(benchFolder), join(folder, 'handler', 'index.js'));
  for (const [name, content] of Object.entries(assemblyFiles(functions, RUNTIME))) {
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  return folder;
}

/** Writes a service of the serverless framework with the same handler; also what lambda-local runs. */
export function writeService(folder: string, benchFolder: string): string {
  mkdirSync(folder, { recursive: true });
  copyFileSync(handlerOf(benchFolder), join(folder, 'index.js'));
  // The framework looks for its plugins above the service.
  symlinkSync(join(benchFolder, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const service = {
    service: 'bench',
    frameworkVersion: '3',
    provider: { name: 'aws', runtime: RUNTIME, httpApi: { payload: '2.0' } },
    plugins: ['serverless-offline'],
    functions: { hello: { handler: 'index.handler', events: [{ httpApi: '*' }] } },
  };
  writeFileSync(join(folder, 'serverless.json'), JSON.stringify(service));
  return folder;
}

/** The runtime of the Node.js that runs all contenders: none of them shall win by another engine. */
const RUNTIME = `nodejs${process.versions.node.split('.')[0]}.x`;

function handlerOf(benchFolder: string): string {
  return join(benchFolder, 'fixtures', 'handler.cjs');
}
