import { delimiter } from 'node:path';
import type { CloudAssembly, LambdaFunction } from '@furl/cloud-assembly';
import type { CodeStore, PlacedCode } from './code-store';
import { findNodeBinary, nodeMajor } from './runtime/node-binary';
import type { RunnableFunction, SessionCredentials } from './runtime/runnable-function';

/** A function that can run here, with its counterpart in the template. */
export interface PreparedFunction {
  readonly fn: LambdaFunction;
  readonly runnable: RunnableFunction;
}

/** What can run, and what cannot: a sentence each, for the person who started the emulator. */
export interface Preparation {
  readonly functions: readonly PreparedFunction[];
  readonly notices: readonly string[];
}

/** What preparing takes. */
export interface PrepareOptions {
  readonly code: CodeStore;
  readonly runtimesFolder: string;
  /** The keys of a function's role; undefined when the template has no such role. */
  readonly credentialsOf: (fn: LambdaFunction) => SessionCredentials | undefined;
}

/**
 * Gets every function of the assembly ready to run: its code on disk, a Node.js of its runtime, credentials of its role.
 *
 * @throws EmulatorError BUNDLE_MISSING when a function's code is not where the assembly says
 */
export async function prepareFunctions(
  assembly: CloudAssembly,
  options: PrepareOptions,
): Promise<Preparation> {
  const functions: PreparedFunction[] = [];
  const notices = new Set<string>();
  for (const fn of assembly.functions) {
    const { functionName } = fn;
    if (nodeMajor(fn.runtime) === undefined) {
      notices.add(
        `${functionName} is left out: its runtime ${fn.runtime} cannot run here, only nodejs runtimes can`,
      );
      continue;
    }
    const code = await options.code.place(fn);
    if (code.kind === 'unsupported') {
      notices.add(`${functionName} is left out: ${code.reason}`);
      continue;
    }
    for (const notice of code.notices) notices.add(notice);
    functions.push({ fn, runnable: toRunnable(fn, code, options, (notice) => notices.add(notice)) });
  }
  return { functions, notices: [...notices] };
}

function toRunnable(
  fn: LambdaFunction,
  code: PlacedCode & { readonly kind: 'folder' },
  { runtimesFolder, credentialsOf }: PrepareOptions,
  notice: (text: string) => void,
): RunnableFunction {
  const node = findNodeBinary(fn.runtime, runtimesFolder);
  if (node.insteadOf !== undefined) {
    notice(
      `Node.js ${process.versions.node} stands in for ${node.insteadOf}, of which there is none on this machine`,
    );
  }
  const credentials = credentialsOf(fn);
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
    taskRoot: code.path,
    environment: {
      ...(code.nodePath.length === 0 ? {} : { NODE_PATH: code.nodePath.join(delimiter) }),
      ...fn.environment,
    },
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
