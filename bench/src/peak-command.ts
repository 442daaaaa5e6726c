import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a command took, from the start of its process to its end. */
export interface Command {
  readonly milliseconds: number;
  readonly peakBytes: number;
}

/** At its end the process says on its fourth channel what memory it had at most. */
const SAY = `process.on('exit',()=>require('fs').writeSync(3,String(process.resourceUsage().maxRSS)))`;
const HOOK = `data:text/javascript,import{createRequire}from'module';const require=createRequire('file:///');${encodeURIComponent(SAY)}`;

/** Runs `furl` as it is built; what it prints is thrown away. @throws Error when it does not end with 0 */
export function furlCommand(
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Command> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', HOOK, join(root, 'dist/tools/furl/cli.mjs'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env: { ...process.env, ...env },
  });
  let kilobytes = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => (kilobytes += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0 || kilobytes === '')
        return reject(new Error(`furl ${args[0] ?? ''} ended with ${code}`));
      resolve({ milliseconds: performance.now() - startedAt, peakBytes: Number(kilobytes) * 1024 });
    });
  });
}
