import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { processIo } from './io';
import { run } from './program';
import { watchFiles } from './watch-files';

process.exitCode = await run(process.argv.slice(2), processIo(watchFiles), {
  preload: fileURLToPath(new URL('../emulator/sandbox-preload.cjs', import.meta.url)),
  runtimeClient: createRequire(import.meta.url).resolve('aws-lambda-ric'),
  runtimesFolder: fileURLToPath(new URL('../../../tools/emulator/runtimes', import.meta.url)),
});
