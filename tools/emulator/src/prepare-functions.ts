import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CloudAssembly, LambdaFunction } from '@furl/cloud-assembly';
import type { Account } from './account/account';
import { EmulatorError } from './errors';
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

/** The file name endings with which AWS's runtime client looks for a handler's module. */
const MODULE_ENDINGS = ['', '.js', '.mjs', '.cjs'];

/**
 * Gets every function of the assembly ready to run: its code on disk, a Node.js of its runtime, credentials of its role.
 *
 * @throws EmulatorError BUNDLE_MISSING when a function's code is not where the assembly says
 */
export function prepareFunctions(
  assembly: CloudAssembly,
  assemblyFolder: string,
  account: Account,
  runtimesFolder: string,
): Preparation {
  const functions: PreparedFunction[] = [];
  const notices = new Set<string>();
  const temporaryFolders: string[] = [];
  for (const fn of assembly.functions) {
    if (nodeMajor(fn.runtime) === undefined) {
      notices.add(
        `${fn.functionName} is left out: its runtime ${fn.runtime} cannot run here, only nodejs runtimes can`,
      );
      continue;
    }
    if (fn.code.kind === 'unsupported') {
      notices.add(`${fn.functionName} is left out: ${fn.code.reason}`);
      continue;
    }
    const node = findNodeBinary(fn.runtime, runtimesFolder);
    if (node.insteadOf !== undefined) {
      notices.add(
        `Node.js ${process.versions.node} stands in for ${node.insteadOf}, of which there is none on this machine`,
      );
    }
    let taskRoot: string;
    if (fn.code.kind === 'inline') {
      taskRoot = unpackInline(fn.code.text);
      temporaryFolders.push(taskRoot);
    } else {
      taskRoot = resolve(assemblyFolder, fn.code.path);
    }
    checkBundle(fn, taskRoot);
    const credentials =
      fn.roleArn === undefined ? undefined : account.assumeRole(fn.roleArn, fn.functionName);
    if (credentials === undefined) {
      notices.add(
        `${fn.functionName} has no credentials: its role ${fn.roleArn ?? '(none)'} is not in the template`,
      );
    }
    functions.push({
      fn,
      runnable: {
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
      },
    });
  }
  return { functions, notices: [...notices], temporaryFolders };
}

/** As CloudFormation does: the text becomes `index.js` (`AWS::Lambda::Function Code`, "ZipFile"). */
function unpackInline(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'furl-inline-'));
  writeFileSync(join(folder, 'index.js'), text);
  return folder;
}

function checkBundle({ functionName, handler }: LambdaFunction, taskRoot: string): void {
  if (!existsSync(taskRoot) || !statSync(taskRoot).isDirectory()) {
    const what = existsSync(taskRoot) ? 'is not a folder' : 'does not exist';
    throw missing(`the bundle of ${functionName} ${what}: ${taskRoot}; build it and synthesise again`);
  }
  const module = handler.replace(/\.[^./]*$/, '');
  if (!MODULE_ENDINGS.some((ending) => existsSync(join(taskRoot, module + ending)))) {
    throw missing(
      `the bundle of ${functionName} has no ${module}.{js,mjs,cjs}, which its handler ${handler} names: ${taskRoot}`,
    );
  }
}

function missing(message: string): EmulatorError {
  return new EmulatorError('BUNDLE_MISSING', message);
}
