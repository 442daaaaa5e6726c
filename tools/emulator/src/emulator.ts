import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { FunctionUrl } from '@furl/cloud-assembly';
import { Account } from './account/account';
import { loadCloudAssembly } from './assembly-files';
import { CodeStore } from './code-store';
import { EmulatorError } from './errors';
import type { EventSink } from './events';
import { createFrontDoor } from './gateway/front-door';
import { listenOnLoopback, type LoopbackServers } from './gateway/loopback';
import type { Route } from './gateway/serve-request';
import { noticesOf } from './notices';
import { prepareFunctions, type PreparedFunction } from './prepare-functions';
import { FunctionHost } from './runtime/function-host';
import { Reaper } from './runtime/reaper';
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
  /** 12 digits: the account of stacks that name none. @default '123456789012' */
  readonly accountId?: string;
  /** The region of stacks that name none. @default 'us-east-1' */
  readonly defaultRegion?: string;
  /** The keys of the person at the terminal, of an earlier run. @default new ones */
  readonly developer?: SessionCredentials;
  /** Where the functions' temporary folders are made, and removed. @default the system's */
  readonly temporaryRoot?: string;
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
  /** The account of the functions, and of the person at the terminal. */
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
  let isOver = false;
  const events: EventSink = (event) => {
    // Requests that the end cuts short are nobody's news.
    if (!isOver) options.events?.(event);
  };
  const routes = new Map<string, Route>();
  const account: { lookUp: Account['lookUp'] } = { lookUp: () => undefined };
  const clock = options.clock ?? (() => new Date());
  const frontDoors = await listenOnLoopback(options.port, () =>
    createFrontDoor({ routes, lookUp: (id) => account.lookUp(id), events, clock }),
  );
  const behind = await behindTheDoor(options, frontDoors, events).catch(async (error: unknown) => {
    await frontDoors.close();
    throw error;
  });
  account.lookUp = behind.members.lookUp;
  for (const route of behind.routes) routes.set(new URL(route.url.url).hostname, route);
  const { hosts, reaper, removeFolders } = behind;

  const kill = (): void => {
    isOver = true;
    for (const host of hosts) host.killNow();
    removeFolders();
  };
  const close = async (): Promise<void> => {
    isOver = true;
    await frontDoors.close();
    await Promise.all(hosts.map((host) => host.close()));
    await reaper.close();
    removeFolders();
  };
  let closing: Promise<void> | undefined;
  return { ...behind.description, port: frontDoors.port, kill, close: () => (closing ??= close()) };
}

interface BehindTheDoor {
  readonly members: Account;
  readonly routes: readonly Route[];
  readonly hosts: readonly FunctionHost[];
  readonly reaper: Reaper;
  readonly removeFolders: () => void;
  readonly description: Omit<Emulator, 'port' | 'kill' | 'close'>;
}

/** Everything that has to be there before the first request: read, checked, and not yet started. */
async function behindTheDoor(
  options: EmulatorOptions,
  { port }: LoopbackServers,
  events: EventSink,
): Promise<BehindTheDoor> {
  const assemblyFolder = resolve(options.assemblyFolder);
  const temporaryRoot = options.temporaryRoot ?? tmpdir();
  const assembly = loadCloudAssembly(assemblyFolder, {
    accountId: options.accountId ?? '123456789012',
    defaultRegion: options.defaultRegion ?? 'us-east-1',
    functionUrl: ({ urlId, region }) => `http://${urlId}.lambda-url.${region}.localhost:${port}/`,
  });
  // A stack may name its account; a developer of another one would be refused everywhere.
  const accountId = assembly.functions[0]?.accountId ?? options.accountId ?? '123456789012';
  const members = new Account(accountId, 'aws', assembly.roles);
  const developer = members.admitDeveloper(options.developer);
  const reaper = new Reaper();
  const code = new CodeStore({
    assemblyFolder,
    temporaryRoot,
    onFolder: (folder) => reaper.watchFolder(folder),
  });
  try {
    const prepared = await prepareFunctions(assembly, {
      code,
      runtimesFolder: options.runtimesFolder,
      credentialsOf: ({ roleArn, functionName }) =>
        roleArn === undefined ? undefined : members.assumeRole(roleArn, functionName),
    });
    const notices = noticesOf(assembly, prepared);
    if (prepared.functions.length === 0) throw nothingToRun(assemblyFolder, notices);
    const { runtimeClient, preload } = options;
    const hosts = new Map<string, { host: FunctionHost; target: PreparedFunction }>();
    for (const target of prepared.functions) {
      const host = new FunctionHost(target.runnable, {
        runtimeClient,
        preload,
        reaper,
        temporaryRoot,
        events,
      });
      hosts.set(target.fn.arn, { host, target });
    }
    const served = assembly.functionUrls.flatMap((url) => {
      const found = hosts.get(url.functionArn);
      return found === undefined ? [] : [{ url, fn: found.target.fn, host: found.host }];
    });
    return {
      members,
      routes: served,
      hosts: [...hosts.values()].map(({ host }) => host),
      reaper,
      removeFolders: () => code.remove(),
      description: {
        accountId,
        urls: served.map(({ url, fn }) => servedUrl(url, fn)),
        outputs: Object.fromEntries(assembly.stacks.map(({ name, outputs }) => [name, outputs])),
        developer,
        notices,
      },
    };
  } catch (error) {
    code.remove();
    await reaper.close();
    throw error;
  }
}

function servedUrl(url: FunctionUrl, { functionName, runtime }: PreparedFunction['fn']): ServedUrl {
  const { stack, authType, invokeMode } = url;
  return { url: url.url, functionName, stack, authType, invokeMode, runtime };
}

function nothingToRun(folder: string, notices: readonly string[]): EmulatorError {
  const why = notices.length === 0 ? 'its templates have no Lambda function' : notices.join('; ');
  return new EmulatorError('NOTHING_TO_RUN', `nothing in ${folder} can run here: ${why}`);
}
