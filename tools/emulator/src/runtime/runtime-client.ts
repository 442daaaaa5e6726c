import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeMajor } from './node-binary';

/** The runtime client to run a function under. */
export interface RuntimeClient {
  /** Its entry point. */
  readonly path: string;
  /** The runtime whose own client is not at hand, this one standing in for it; else undefined. */
  readonly insteadOf: string | undefined;
}

/** The first runtime that takes no callbacks (Lambda Developer Guide, "Define Lambda function handler in Node.js"). */
const FIRST_WITHOUT_CALLBACKS = 24;

/**
 * Finds AWS's runtime client for `runtime`: `aws-lambda-ric` up to version 3, with callbacks and
 * `callbackWaitsForEmptyEventLoop`, until nodejs22.x, and version 4, which refuses callbacks, from nodejs24.x on.
 *
 * @param newest the entry point of version 4
 * @param runtimesFolder a folder whose `node_modules` holds version 3, as `tools/emulator/runtimes` does
 */
export function findRuntimeClient(runtime: string, newest: string, runtimesFolder: string): RuntimeClient {
  const major = nodeMajor(runtime) ?? FIRST_WITHOUT_CALLBACKS;
  if (major >= FIRST_WITHOUT_CALLBACKS) return { path: newest, insteadOf: undefined };
  const path = join(runtimesFolder, 'node_modules', 'aws-lambda-ric', 'dist', 'index.mjs');
  return existsSync(path) ? { path, insteadOf: undefined } : { path: newest, insteadOf: runtime };
}
