import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CloudAssembly, FunctionUrl } from '@furl/cloud-assembly';
import { Account } from './account/account';
import { awsManagedPolicy } from './account/aws-managed-policies';
import { loadCloudAssembly } from './assembly-files';
import { EmulatorError } from './errors';
import type { EventSink } from './events';
import { createFrontDoor, type Route } from './gateway/front-door';
import { listenOnLoopback } from './gateway/loopback';
import { prepareFunctions, type PreparedFunction } from './prepare-functions';
import { FunctionHost } from './runtime/function-host';
import type { SessionCredentials } from './runtime/runnable-function';

/** What to run, and how. */
export interface EmulatorOptions {
  /** The folder of the cloud assembly (`cdk.out`). */
  readonly assemblyFolder: string;
  /** The port of the front door; 0 takes a free one. */
  readonly port: number;
  /** The script that is loaded into every sandbox: the emulator's own build output. */
  readonly preload: string;
  /** The entry point of AWS's runtime client (`aws-lambda-ric`). */
  readonly runtimeClient: string;
  /** Where to look for the Node.js of a runtime: see {@link findNodeBinary}. */
  readonly runtimesFolder: string;
  /** @default '123456789012' */
  readonly accountId?: string;
  /** The region of stacks that name none. @default 'us-east-1' */
  readonly defaultRegion?: string;
  /** The keys of the person at the terminal, of an earlier run. @default new ones */
  readonly developer?: SessionCredentials;
  /** @default nobody listens */
  readonly events?: EventSink;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** A function URL that is being served. */
export interface ServedUrl {
  readonly url: string;
  readonly functionName: string;
  readonly stack: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly runtime: string;
}

/** The emulator at work. */
export interface Emulator {
  readonly port: number;
  readonly accountId: string;
  readonly urls: readonly ServedUrl[];
  /** Of every stack, as `cdk deploy --outputs-file` writes them. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The keys of the person at the terminal. */
  readonly developer: SessionCredentials;
  /** What is left out or differs, a sentence each. */
  readonly notices: readonly string[];
  /** Ends every process and connection. Safe to call twice. */
  close(): Promise<void>;
  /** Ends every process at once, without waiting: for the last moment of a process. */
  kill(): void;
}

/**
 * Serves the function URLs of a cloud assembly on loopback.
 *
 * @throws EmulatorError when the assembly cannot be read or run, or the port is not to be had
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const accountId = options.accountId ?? '123456789012';
  const events = options.events ?? (() => undefined);
  const clock = options.clock ?? (() => new Date());
  const routes = new Map<string, Route>();
  const account: { lookUp: Account['lookUp'] } = { lookUp: () => undefined };
  const frontDoors = await listenOnLoopback(options.port, () =>
    createFrontDoor({ routes, lookUp: (id) => account.lookUp(id), events, clock }),
  );
  try {
    const { port } = frontDoors;
    const assemblyFolder = resolve(options.assemblyFolder);
    const assembly = loadCloudAssembly(assemblyFolder, {
      accountId,
      defaultRegion: options.defaultRegion ?? 'us-east-1',
      functionUrl: ({ urlId, region }) => `http://${urlId}.lambda-url.${region}.localhost:${port}/`,
    });
    const members = new Account(accountId, 'aws', assembly.roles);
    account.lookUp = members.lookUp;
    const developer = members.admitDeveloper(options.developer);
    const { functions, notices, temporaryFolders } = prepareFunctions(
      assembly,
      assemblyFolder,
      members,
      options.runtimesFolder,
    );
    if (functions.length === 0) throw nothingToRun(assemblyFolder, notices);

    const { runtimeClient, preload } = options;
    const hosts = new Map<string, { host: FunctionHost; prepared: PreparedFunction }>();
    for (const prepared of functions) {
      const host = new FunctionHost(prepared.runnable, { runtimeClient, preload, events });
      hosts.set(prepared.fn.arn, { host, prepared });
    }
    const urls = assembly.functionUrls.flatMap((url): ServedUrl[] => {
      const target = hosts.get(url.functionArn);
      if (target === undefined) return [];
      const { fn } = target.prepared;
      routes.set(new URL(url.url).hostname, { url, fn, host: target.host });
      return [served(url, target.prepared)];
    });
    const kill = (): void => {
      for (const { host } of hosts.values()) host.close();
      for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
    };
    return {
      port,
      accountId,
      urls,
      outputs: Object.fromEntries(assembly.stacks.map(({ name, outputs }) => [name, outputs])),
      developer,
      notices: [...notices, ...assemblyNotices(assembly)],
      kill,
      close: async () => {
        kill();
        await frontDoors.close();
      },
    };
  } catch (error) {
    await frontDoors.close();
    throw error;
  }
}

function served(url: FunctionUrl, { fn }: PreparedFunction): ServedUrl {
  const { functionName, runtime } = fn;
  return {
    url: url.url,
    functionName,
    stack: url.stack,
    authType: url.authType,
    invokeMode: url.invokeMode,
    runtime,
  };
}

function assemblyNotices(assembly: CloudAssembly): string[] {
  const unknownPolicies = assembly.roles.flatMap((role) =>
    role.managedPolicyArns
      .filter((arn) => awsManagedPolicy(arn) === undefined)
      .map((arn) => `${role.roleName}: what ${arn} says is not known here, so it grants nothing`),
  );
  return [...assembly.problems.map(({ path, message }) => `${path}: ${message}`), ...unknownPolicies];
}

function nothingToRun(folder: string, notices: readonly string[]): EmulatorError {
  const why = notices.length === 0 ? 'its templates have no Lambda function' : notices.join('; ');
  return new EmulatorError('NOTHING_TO_RUN', `nothing in ${folder} can run here: ${why}`);
}
