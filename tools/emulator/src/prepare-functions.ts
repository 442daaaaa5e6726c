import { delimiter } from 'node:path';
import { LATEST, type CloudAssembly, type LambdaFunction } from '@furl/cloud-assembly';
import { apiEndpoints } from './api-endpoints';
import type { CodeStore, PlacedCode } from './code-store';
import type { FunctionNetwork } from './network/private-networks';
import { NETWORK_RULES_VARIABLE } from './preload/network-rules-variable';
import { findNodeBinary, nodeMajor } from './runtime/node-binary';
import { findRuntimeClient } from './runtime/runtime-client';
import type { RunnableFunction, SessionCredentials } from './runtime/runnable-function';

/** A version of a function that can run here, with its counterpart in the template. */
export interface PreparedFunction {
  readonly fn: LambdaFunction;
  readonly runnable: RunnableFunction;
}

/** What can run, and what cannot: a sentence each, for the person who started the emulator. */
export interface Preparation {
  readonly functions: readonly PreparedFunction[];
  readonly notices: readonly string[];
}

/** A function whose code is at hand. */
interface PlacedFunction {
  readonly fn: LambdaFunction;
  readonly code: PlacedCode & { readonly kind: 'folder' };
}

/** The functions whose code is at hand, and why the others are left out. */
export interface Placement {
  readonly functions: readonly PlacedFunction[];
  readonly notices: readonly string[];
}

/** What preparing takes. */
export interface PrepareOptions {
  /** The entry point of the newest runtime client. */
  readonly runtimeClient: string;
  readonly runtimesFolder: string;
  /** The keys of a function's role; undefined when the template has no such role. */
  readonly credentialsOf: (fn: LambdaFunction) => SessionCredentials | undefined;
  /** The emulator's, for what functions ask of AWS. */
  readonly port: number;
  /** What a version's network lets through; undefined: everything. */
  readonly networkOf: (fn: LambdaFunction, version: string) => FunctionNetwork | undefined;
  /** The port for Node's inspector, for a function that is to be debugged. */
  readonly inspectPortOf: (fn: LambdaFunction, version: string) => number | undefined;
}

/**
 * Puts the code of every function of the assembly where it can run.
 *
 * @throws EmulatorError BUNDLE_MISSING as {@link CodeStore.place}
 */
export async function placeFunctions(assembly: CloudAssembly, code: CodeStore): Promise<Placement> {
  const functions: PlacedFunction[] = [];
  const notices: string[] = [];
  for (const fn of assembly.functions) {
    const { functionName, runtime } = fn;
    // Container images have no runtime; that they are images is said below.
    const isImage = runtime === '' && fn.code.kind === 'unsupported';
    if (nodeMajor(runtime) === undefined && !isImage) {
      notices.push(
        `${functionName} is left out: its runtime ${runtime} cannot run here, only nodejs runtimes can`,
      );
      continue;
    }
    const placed = await code.place(fn);
    if (placed.kind === 'folder') functions.push({ fn, code: placed });
    notices.push(
      ...(placed.kind === 'folder' ? placed.notices : [`${functionName} is left out: ${placed.reason}`]),
    );
  }
  return { functions, notices };
}

/**
 * Gets functions ready to run, each with `$LATEST` first and then its published versions: a Node.js of their runtime,
 * credentials of their role.
 */
export function prepareFunctions(placement: Placement, options: PrepareOptions): Preparation {
  const notices = new Set(placement.notices);
  const functions = placement.functions.flatMap((placed) => {
    const { fn } = placed;
    return versionsOf(fn).map((version) => ({
      fn,
      runnable: toRunnable(placed, version, options, (notice) => notices.add(notice)),
    }));
  });
  return { functions, notices: [...notices] };
}

function versionsOf({ qualifiers = {} }: LambdaFunction): string[] {
  return [...new Set([LATEST, ...Object.values(qualifiers)])];
}

function toRunnable(
  { fn, code }: PlacedFunction,
  version: string,
  { runtimeClient, runtimesFolder, credentialsOf, inspectPortOf, networkOf, port }: PrepareOptions,
  notice: (text: string) => void,
): RunnableFunction {
  const node = findNodeBinary(fn.runtime, runtimesFolder);
  if (node.insteadOf !== undefined) {
    notice(
      `Node.js ${process.versions.node} stands in for ${node.insteadOf}, of which there is none on this machine`,
    );
  }
  const client = findRuntimeClient(fn.runtime, runtimeClient, runtimesFolder);
  if (client.insteadOf !== undefined) {
    notice(
      `the runtime client of nodejs24.x stands in for that of ${client.insteadOf}, which is not installed: it refuses handlers with a callback`,
    );
  }
  const inspectPort = inspectPortOf(fn, version);
  const network = networkOf(fn, version);
  if (network?.notice !== undefined) notice(network.notice);
  const credentials = credentialsOf(fn);
  if (credentials === undefined) {
    notice(
      `${fn.functionName} has no credentials: its role ${fn.roleArn ?? '(none)'} is not in the template`,
    );
  }
  return {
    functionName: fn.functionName,
    arn: fn.arn,
    version,
    region: fn.region,
    runtime: fn.runtime,
    handler: fn.handler,
    taskRoot: code.path,
    environment: {
      // The function's own folder is the last of it on AWS too.
      NODE_PATH: [...code.nodePath, code.path].join(delimiter),
      ...apiEndpoints(fn, port),
      ...fn.environment,
      ...(network?.rules === undefined ? {} : { [NETWORK_RULES_VARIABLE]: JSON.stringify(network.rules) }),
    },
    timeoutSeconds: fn.timeoutSeconds,
    memoryMb: fn.memoryMb,
    reservedConcurrency: fn.reservedConcurrency,
    logFormat: fn.logFormat,
    logGroup: fn.logGroup,
    applicationLogLevel: fn.applicationLogLevel,
    systemLogLevel: fn.systemLogLevel,
    credentials,
    nodeBinary: node.path,
    runtimeClient: client.path,
    ...(inspectPort === undefined ? {} : { inspectPort }),
  };
}
