import { resolve } from 'node:path';
import { tmpdir } from 'node:os';
import {
  LATEST,
  versionOf,
  type CloudAssembly,
  type DeployTarget,
  type FunctionUrl,
  type LambdaFunction,
} from '@furl/cloud-assembly';
import { Account } from './account/account';
import { RoleCredentials } from './account/role-credentials';
import { folderOf, loadCloudAssembly, loadNetworks } from './assembly-files';
import { CodeStore } from './code-store';
import type { EmulatorOptions, ServedUrl } from './emulator';
import { EmulatorError } from './errors';
import type { EventSink } from './events';
import { FunctionHosts } from './function-hosts';
import type { Route } from './gateway/serve-request';
import { Deployment, type Template } from './network/deployment';
import type { Cause } from './network/api-changes';
import { NetworkLife } from './network/network-life';
import { PrivateNetworks, type FunctionNetwork } from './network/private-networks';
import { noticesOf } from './notices';
import { placeFunctions, prepareFunctions } from './prepare-functions';
import type { FunctionHost } from './runtime/function-host';
import { LAMBDA_STREAM_RATE } from './runtime/pace';
import { Reaper } from './runtime/reaper';
import type { SessionCredentials } from './runtime/runnable-function';

/** What a reload changed: names of functions. */
export interface Change {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Those that were not there before. */
  readonly notices: readonly string[];
}

const DEFAULT_ACCOUNT = '123456789012';
/** AWS's is 1,000 (10 in a new account). Here each execution is a process of some 60 MB: this many fit a laptop. */
const DEFAULT_CONCURRENCY = 50;

/**
 * A cloud assembly at work: its functions in their hosts, its URLs as routes, its roles in the account. It can be read
 * again while requests come in: what has not changed stays as it is, warm sandboxes included.
 */
export class RunningAssembly {
  /** By host name, without port, in lower case. Changed in one turn: a request sees the old routes or the new. */
  readonly routes = new Map<string, Route>();
  readonly account: Account;
  readonly developer: SessionCredentials;
  readonly folder: string;
  /** What is deployed, as the APIs see and change it. */
  readonly network: NetworkLife;
  private readonly hosts: FunctionHosts;
  private readonly credentials: RoleCredentials;
  private readonly code: CodeStore;
  private readonly networks: PrivateNetworks;
  private readonly reaper = new Reaper();
  private current: Deployment;
  private allNotices: readonly string[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  private constructor(
    private readonly options: EmulatorOptions,
    private readonly port: number,
    private readonly events: EventSink,
  ) {
    this.folder = resolve(options.assemblyFolder);
    this.current = new Deployment(this.read());
    const { assembly } = this.current;
    // A stack may name its account; a developer of another one would be refused everywhere.
    const accountId = assembly.functions[0]?.accountId ?? options.accountId ?? DEFAULT_ACCOUNT;
    this.account = new Account(accountId, 'aws', assembly.roles);
    this.developer = this.account.admitDeveloper(options.developer);
    this.credentials = new RoleCredentials(this.account);
    this.network = this.createNetwork();
    const temporary = {
      temporaryRoot: this.temporaryRoot,
      onFolder: (folder: string) => this.reaper.watchFolder(folder),
    };
    this.code = new CodeStore({ assemblyFolder: this.folder, ...temporary });
    this.networks = new PrivateNetworks(temporary);
    this.hosts = this.createHosts();
  }

  /**
   * Reads the assembly and gets everything ready for the first request; nothing is started yet.
   *
   * @throws EmulatorError when it cannot be read, or nothing in it can run
   */
  static async load(options: EmulatorOptions, port: number, events: EventSink): Promise<RunningAssembly> {
    const assembly = new RunningAssembly(options, port, events);
    try {
      assembly.network.begin();
      await assembly.apply(assembly.current, () => false);
      if (assembly.functions.length === 0) throw nothingToRun(assembly.folder, assembly.notices);
      for (const name of Object.keys(options.inspect ?? {})) assembly.checkName(name);
      return assembly;
    } catch (error) {
      await assembly.close();
      throw error;
    }
  }

  /** Every function that runs. */
  get functions(): LambdaFunction[] {
    return this.hosts.functions;
  }

  /** The host of the version that a qualifier stands for. */
  hostOf(fn: LambdaFunction, qualifier?: string): FunctionHost | undefined {
    return this.hosts.hostOf(fn, qualifier);
  }

  /** What is left out or differs, a sentence each. */
  get notices(): readonly string[] {
    return this.allNotices;
  }

  get urls(): ServedUrl[] {
    return [...this.routes.values()].map(({ url, fn }) => servedUrl(url, fn));
  }

  get outputs(): Record<string, Readonly<Record<string, string>>> {
    return Object.fromEntries(this.current.assembly.stacks.map(({ name, outputs }) => [name, outputs]));
  }

  /** The files of all templates. */
  get templateFiles(): string[] {
    const folder = folderOf(this.folder);
    return this.current.assembly.stacks.map(({ templateFile }) => resolve(folder, templateFile));
  }

  /** The folders and archives with the code of all functions and layers: what to watch beside the templates. */
  get assetFolders(): string[] {
    return [...new Set(this.current.assembly.functions.flatMap((fn) => this.code.assetFoldersOf(fn)))];
  }

  /**
   * Reads the assembly again. Requests in flight finish on the code they began with. When its templates say anything else
   * than before, they count: what calls of the APIs changed is as the templates have it.
   *
   * @param isDirty whether the code in a folder has changed although its path is the same
   * @throws EmulatorError when it cannot be read, or code is missing: everything stays as it was
   */
  reload(isDirty: (folder: string) => boolean = () => false): Promise<Change> {
    return this.inTurn(() => this.apply(this.current.redeployed(this.read()), isDirty));
  }

  /**
   * Serves the code in other folders instead of that of assets.
   *
   * @param substitutes by the asset's folder; undefined: the asset's own again
   */
  serveInstead(substitutes: ReadonlyMap<string, string | undefined>): Promise<Change> {
    return this.inTurn(() => {
      for (const [asset, folder] of substitutes) this.code.serveInstead(asset, folder);
      return this.apply(this.current, () => false);
    });
  }

  /** Ends every process, and removes what was unpacked. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.network.close();
    await this.hosts.close();
    await this.reaper.close();
    this.removeFiles();
  }

  /** The same in the last moment of this process, which waits for nothing. */
  killNow(): void {
    this.network.close();
    this.hosts.killNow();
    this.removeFiles();
  }

  private get temporaryRoot(): string {
    return this.options.temporaryRoot ?? tmpdir();
  }

  private removeFiles(): void {
    this.code.remove();
    this.networks.remove();
  }

  private get target(): DeployTarget {
    const { accountId = DEFAULT_ACCOUNT, defaultRegion = 'us-east-1' } = this.options;
    return {
      accountId,
      defaultRegion,
      functionUrl: ({ urlId, region }) => `http://${urlId}.lambda-url.${region}.localhost:${this.port}/`,
    };
  }

  private read(): Template {
    return {
      assembly: loadCloudAssembly(this.folder, this.target),
      networks: loadNetworks(this.folder, this.target),
    };
  }

  private createNetwork(): NetworkLife {
    const { account, events, options } = this;
    const developer = account.lookUp(this.developer.accessKeyId)?.principal;
    if (developer === undefined) throw new Error('the developer has no key');
    return new NetworkLife(this.current, {
      events,
      developer,
      clock: options.clock ?? (() => new Date()),
      eniClock: options.eniClock,
      roleId: (arn) => account.role(arn)?.roleId,
      inTurn: (work) => this.inTurn(work),
      deploy: (next, cause) => this.apply(next, () => false, cause),
      onServed: () => void this.serveAnew(),
    });
  }

  /** What functions reach has changed: interfaces that they waited for are ready. */
  private async serveAnew(): Promise<void> {
    try {
      await this.inTurn(async () => {
        if (!this.isClosed) await this.apply(this.current, () => false);
      });
    } catch (error) {
      const message = (error as Error).message;
      this.events({ kind: 'reload-failed', what: 'the network of functions', message });
    }
  }

  /** What a version's network lets through; undefined outside of VPCs, and where everything is let through. */
  private networkOf(fn: LambdaFunction, version: string): FunctionNetwork | undefined {
    if (this.options.network === 'open') return undefined;
    const { problem } = this.current;
    if (problem !== undefined) return fn.vpc && { notice: problem };
    const network = this.network.networkOf(fn);
    const vpcConfig = this.network.rulingConfig(fn, version);
    return network && vpcConfig && this.networks.networkOf(fn, network, vpcConfig);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async apply(
    next: Deployment,
    isDirty: (folder: string) => boolean,
    cause?: Cause,
  ): Promise<Change> {
    const { assembly } = next;
    const placement = await placeFunctions(assembly, this.code);
    // From here on nothing fails that the assembly could be to blame for.
    this.account.replaceRoles(assembly.roles);
    this.current = next;
    this.network.become(next, cause);
    const prepared = prepareFunctions(placement, {
      runtimeClient: this.options.runtimeClient,
      runtimesFolder: this.options.runtimesFolder,
      credentialsOf: (fn) => this.credentials.of(fn),
      port: this.port,
      networkOf: (fn, version) => this.networkOf(fn, version),
      inspectPortOf: (fn, version) =>
        version === inspectedVersion(fn, assembly) ? this.inspectPortOf(fn) : undefined,
    });
    const { handedOver, ...change } = this.hosts.become(prepared.functions, (taskRoot) =>
      this.code.contentOf(taskRoot).some(isDirty),
    );
    this.route(assembly);
    const known = new Set(this.allNotices);
    this.allNotices = [...noticesOf(assembly, prepared), ...this.network.notices()];
    await handedOver;
    return { ...change, notices: this.allNotices.filter((notice) => !known.has(notice)) };
  }

  private createHosts(): FunctionHosts {
    const { preload, concurrentExecutions = DEFAULT_CONCURRENCY, streamRate } = this.options;
    return new FunctionHosts({
      preload,
      reaper: this.reaper,
      temporaryRoot: this.temporaryRoot,
      events: this.events,
      concurrentExecutions,
      readiness: (fn, version) => this.network.knock(fn, version),
      streamRate: streamRate === 'off' ? undefined : LAMBDA_STREAM_RATE,
    });
  }

  private route(assembly: CloudAssembly): void {
    this.routes.clear();
    const functions = new Map(this.functions.map((fn) => [fn.arn, fn]));
    for (const url of assembly.functionUrls) {
      const fn = functions.get(url.functionArn);
      const host = fn && this.hostOf(fn, url.qualifier);
      if (fn !== undefined && host !== undefined)
        this.routes.set(new URL(url.url).hostname, { url, fn, host });
    }
  }

  private inspectPortOf({ functionName, logicalId }: LambdaFunction): number | undefined {
    return this.options.inspect?.[functionName] ?? this.options.inspect?.[logicalId];
  }

  private checkName(name: string): void {
    const { functions } = this;
    if (functions.some(({ functionName, logicalId }) => functionName === name || logicalId === name)) return;
    throw new EmulatorError(
      'BAD_OPTION',
      `no function is called ${name}; there are ${functions.map(({ functionName }) => functionName).join(', ')}`,
    );
  }
}

/** The version that is debugged: one process can have the port, so it is the one that URLs lead to. */
function inspectedVersion(fn: LambdaFunction, { functionUrls }: CloudAssembly): string {
  const called = functionUrls
    .filter(({ functionArn }) => functionArn === fn.arn)
    .map(({ qualifier }) => versionOf(fn, qualifier));
  return called.includes(LATEST) ? LATEST : (called[0] ?? LATEST);
}

function servedUrl(url: FunctionUrl, { functionName, runtime }: LambdaFunction): ServedUrl {
  const { stack, authType, invokeMode } = url;
  return { url: url.url, functionName, stack, authType, invokeMode, runtime };
}

function nothingToRun(folder: string, notices: readonly string[]): EmulatorError {
  const why = notices.length === 0 ? 'its templates have no Lambda function' : notices.join('; ');
  return new EmulatorError('NOTHING_TO_RUN', `nothing in ${folder} can run here: ${why}`);
}
