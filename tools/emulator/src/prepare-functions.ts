import { rmSync } from 'node:fs';
import type { CloudAssembly, LambdaFunction } from '@furl/cloud-assembly';
import type { Account } from './account/account';
import { placeCode } from './function-code';
import { findNodeBinary, nodeMajor } from './runtime/node-binary';
import type { RunnableFunction } from './runtime/runnable-function';

/** A function that can run here, with its counterpart in the template. */
export interface PreparedFunction {
  readonly fn: LambdaFunction;
  readonly runnable: RunnableFunction;
}

/** What can run, and what cannot: a sentence each, for the person who started the emulator. */
export interface Preparation {
  readonly functions: readonly PreparedFunction[];
  readonly notices: readonly string[];
  /** Unpacked inline code, to be removed at the end. */
  readonly temporaryFolders: readonly string[];
}

/**
 * Gets every function of the assembly ready to run: its code on disk, a Node.js of its runtime, credentials of its role.
 *
 * @throws EmulatorError BUNDLE_MISSING when a function's code is not where the assembly says
 */
export function prepareFunctions(
  assembly: CloudAssembly,
  assemblyFolder: string,
  account: Account,
  { runtimesFolder, temporaryRoot }: { readonly runtimesFolder: string; readonly temporaryRoot: string },
): Preparation {
  const functions: PreparedFunction[] = [];
  const notices = new Set<string>();
  const temporaryFolders: string[] = [];
  try {
    for (const fn of assembly.functions) {
      const { functionName } = fn;
      if (nodeMajor(fn.runtime) === undefined) {
        notices.add(
          `${functionName} is left out: its runtime ${fn.runtime} cannot run here, only nodejs runtimes can`,
        );
        continue;
      }
      const code = placeCode(fn, assemblyFolder, temporaryRoot);
      if (code.kind === 'unsupported') {
        notices.add(`${functionName} is left out: ${code.reason}`);
        continue;
      }
      if (code.isTemporary) temporaryFolders.push(code.path);
      const runnable = toRunnable(fn, code.path, account, runtimesFolder, (notice) => notices.add(notice));
      functions.push({ fn, runnable });
    }
  } catch (error) {
    for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { functions, notices: [...notices], temporaryFolders };
}

function toRunnable(
  fn: LambdaFunction,
  taskRoot: string,
  account: Account,
  runtimesFolder: string,
  notice: (text: string) => void,
): RunnableFunction {
  const node = findNodeBinary(fn.runtime, runtimesFolder);
  if (node.insteadOf !== undefined) {
    notice(
      `Node.js ${process.versions.node} stands in for ${node.insteadOf}, of which there is none on this machine`,
    );
  }
  const credentials = fn.roleArn === undefined ? undefined : account.assumeRole(fn.roleArn, fn.functionName);
  if (credentials === undefined) {
    notice(
      `${fn.functionName} has no credentials: its role ${fn.roleArn ?? '(none)'} is not in the template`,
    );
  }
  return {
    functionName: fn.functionName,
    arn: fn.arn,
    region: fn.region,
    runtime: fn.runtime,
    handler: fn.handler,
    taskRoot,
    environment: fn.environment,
    timeoutSeconds: fn.timeoutSeconds,
    memoryMb: fn.memoryMb,
    reservedConcurrency: fn.reservedConcurrency,
    logFormat: fn.logFormat,
    logGroup: fn.logGroup,
    applicationLogLevel: fn.applicationLogLevel,
    credentials,
    nodeBinary: node.path,
  };
}
