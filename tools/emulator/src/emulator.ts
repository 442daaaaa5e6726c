import { AsynchronousInvocations, backendOf, Trail } from './control-plane';
import type { EventSink } from './events';
import { createFrontDoor } from './gateway/front-door';
import { listenOnLoopback } from './gateway/loopback';
import { RunningAssembly, type Change } from './running-assembly';
import type { EniClock } from './network/eni-clock';
import type { LivingNetwork } from './network/living-network';
import type { SessionCredentials } from './runtime/runnable-function';

/** What to run, and how. */
export interface EmulatorOptions {
  /** The folder of the cloud assembly (`cdk.out`), or the file of a single template of CloudFormation or SAM. */
  readonly assemblyFolder: string;
  /** The port of the front door; 0 takes a free one. */
  readonly port: number;
  /** The script that is loaded into every sandbox: the emulator's own build output. */
  readonly preload: string;
  /** The entry point of AWS's runtime client (`aws-lambda-ric`) for nodejs24.x and later. */
  readonly runtimeClient: string;
  /** Where to look for a runtime's Node.js, and for older clients: see {@link findNodeBinary}, {@link findRuntimeClient}. */
  readonly runtimesFolder: string;
  /** 12 digits: the account of stacks that name none. @default '123456789012' */
  readonly accountId?: string;
  /** The region of stacks that name none; empty: that of their zones and endpoints, else us-east-1. @default 'us-east-1' */
  readonly defaultRegion?: string;
  /** The keys of the person at the terminal, of an earlier run. @default new ones */
  readonly developer?: SessionCredentials;
  /** Where the functions' temporary folders are made, and removed. @default the system's */
  readonly temporaryRoot?: string;
  /** How many invocations of all functions may run at a time; one more is answered 429. @default 50 */
  readonly concurrentExecutions?: number;
  /** `off` streams responses as fast as they come; AWS slows them down after 6 MB. @default 'aws' */
  readonly streamRate?: 'aws' | 'off';
  /**
   * The functions to debug, by name or logical id, and the ports for Node's inspector; 0 takes a free one.
   *
   * @default none
   */
  readonly inspect?: Readonly<Record<string, number>>;
  /** How long a failed asynchronous invocation waits for its next attempts, in milliseconds. @default Lambda's: one minute, then two */
  readonly asynchronousRetryDelays?: readonly number[];
  /**
   * `open`: connections of functions in a VPC are let through that AWS would drop.
   *
   * @default 'aws'
   */
  readonly network?: 'aws' | 'open';
  /**
   * How fast the network interfaces of functions in a VPC are made, changed and deleted: `1x` as on AWS, `60x`, `instant`.
   * Functions that nobody invokes lose theirs after 14 days of that clock.
   *
   * @default 60x, at which nobody's are lost
   */
  readonly eniClock?: EniClock;
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
  /** The files of all templates that were read. */
  readonly templateFiles: readonly string[];
  /** The folders and archives with the code of all functions and layers, whether they are there or not. */
  readonly assetFolders: readonly string[];
  /** What is deployed: functions with their states, network interfaces, and what happened. */
  readonly network: LivingNetwork;
  /**
   * Reads the assembly again: functions, URLs, roles and permissions are those of the template from then on. Requests in
   * flight finish on the code they began with; keys stay valid; what has not changed stays warm. What calls of the APIs
   * changed stays as long as the templates say what they said.
   *
   * @param isDirty whether the code in a folder has changed although its path is the same
   * @throws EmulatorError when it cannot be read, or code is missing: everything stays as it was
   */
  reload(isDirty?: (folder: string) => boolean): Promise<Change>;
  /**
   * Serves the code in other folders instead of that of assets, as after a build that the assembly does not have yet.
   *
   * @param substitutes by the asset's folder; undefined: the asset's own again
   */
  serveInstead(substitutes: ReadonlyMap<string, string | undefined>): Promise<Change>;
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
  const behind: { assembly?: RunningAssembly } = {};
  const clock = options.clock ?? (() => new Date());
  const nowhere: RunningAssembly['routes'] = new Map();
  const asynchronous = new AsynchronousInvocations({ events, retryDelays: options.asynchronousRetryDelays });
  const trail = new Trail();
  const frontDoors = await listenOnLoopback(options.port, () =>
    createFrontDoor({
      // The URLs have the port in them: so there is a door before there is anything behind it.
      get routes() {
        return behind.assembly?.routes ?? nowhere;
      },
      lookUp: (id) => behind.assembly?.account.lookUp(id),
      events,
      clock,
      backend: () => behind.assembly && backendOf(behind.assembly, { asynchronous, events, clock, trail }),
    }),
  );
  const { port } = frontDoors;
  const running = await RunningAssembly.load(options, port, events).catch(async (error: unknown) => {
    await frontDoors.close();
    throw error;
  });
  behind.assembly = running;

  const close = async (): Promise<void> => {
    isOver = true;
    asynchronous.close();
    await frontDoors.close();
    await running.close();
  };
  let closing: Promise<void> | undefined;
  return {
    port,
    accountId: running.account.accountId,
    developer: running.developer,
    network: running.network,
    get urls() {
      return running.urls;
    },
    get outputs() {
      return running.outputs;
    },
    get notices() {
      return running.notices;
    },
    get templateFiles() {
      return running.templateFiles;
    },
    get assetFolders() {
      return running.assetFolders;
    },
    reload: (isDirty) => running.reload(isDirty),
    serveInstead: (substitutes) => running.serveInstead(substitutes),
    close: () => (closing ??= close()),
    kill: () => {
      isOver = true;
      asynchronous.close();
      running.killNow();
    },
  };
}
