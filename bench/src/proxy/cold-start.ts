import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../throughput';

const ROUNDS = 21;

/** Times of starting Node.js with one module, in milliseconds. */
export interface ColdStart {
  readonly bundleMs: number;
  readonly emptyMs: number;
}

/**
 * How long Node.js takes from its start to its end with the bundle as its only module, and with an empty module, in turns.
 *
 * @param folder for the modules
 * @throws Error when a start fails
 */
export function coldStart(
  bundle: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): ColdStart {
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  // The runtime has put `awslambda` there before it loads a function.
  const prelude = join(folder, 'awslambda.cjs');
  writeFileSync(
    prelude,
    'globalThis.awslambda = { streamifyResponse: (h) => h, HttpResponseStream: { from: (s) => s } };',
  );
  const start = (module: string): number => {
    const startedAt = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['--require', prelude, module], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`node ${module} ended with ${status}: ${stderr}`);
    return performance.now() - startedAt;
  };
  const [bundled, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bundled.push(start(bundle));
    bare.push(start(empty));
  }
  return { bundleMs: median(bundled), emptyMs: median(bare) };
}
