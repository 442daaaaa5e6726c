import { isDeepStrictEqual } from 'node:util';
import { LATEST, versionOf, type LambdaFunction } from '@furl/cloud-assembly';
import type { EventSink } from './events';
import type { PreparedFunction } from './prepare-functions';
import { FunctionHost } from './runtime/function-host';
import { MemoryWatch } from './runtime/memory-watch';
import type { NotReady } from './runtime/not-ready';
import type { StreamRate } from './runtime/pace';
import type { Reaper } from './runtime/reaper';
import { AccountConcurrency, FunctionConcurrency } from './runtime/throttle';

/** What every host needs beside its function. */
export interface FunctionHostsOptions {
  /** The script that is loaded before AWS's runtime client. */
  readonly preload: string;
  readonly reaper: Reaper;
  /** Where the sandboxes' temporary folders are made. */
  readonly temporaryRoot: string;
  readonly events: EventSink;
  /** How many invocations of all functions may run at a time. */
  readonly concurrentExecutions: number;
  /** Why a version cannot be invoked at the moment; undefined when it can. Asked once before each invocation. */
  readonly readiness: (fn: LambdaFunction, version: string) => NotReady | undefined;
  readonly streamRate: StreamRate | undefined;
}

/** A version of a function with the host that runs it. */
interface RunningVersion {
  readonly fn: LambdaFunction;
  readonly host: FunctionHost;
}

/** What other functions than before came to: names of functions. */
export interface HostChange {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Resolves when the next request of each changed function finds its new code ready. */
  readonly handedOver: Promise<unknown>;
}

/** Every version of every function in a host of its own, with what they share. */
export class FunctionHosts {
  /** By ARN, with the version behind it. */
  private readonly running = new Map<string, RunningVersion>();
  /** By unqualified ARN. */
  private readonly shared = new Map<string, FunctionConcurrency>();
  private readonly retiring = new Set<Promise<void>>();
  private readonly memory = new MemoryWatch();
  private readonly concurrency: AccountConcurrency;

  constructor(private readonly options: FunctionHostsOptions) {
    this.concurrency = new AccountConcurrency(options.concurrentExecutions);
  }

  /** Every function that runs. */
  get functions(): LambdaFunction[] {
    return [...new Set([...this.running.values()].map(({ fn }) => fn))];
  }

  /** The host of the version that a qualifier stands for. */
  hostOf(fn: LambdaFunction, qualifier?: string): FunctionHost | undefined {
    return this.running.get(`${fn.arn}:${versionOf(fn, qualifier)}`)?.host;
  }

  /**
   * Runs these functions and no others, from the next invocation on. What has not changed stays as it is, warm sandboxes
   * included; invocations in flight finish on the code they began with.
   *
   * @param isDirty whether the code in a folder has changed although its path is the same
   */
  become(functions: readonly PreparedFunction[], isDirty: (folder: string) => boolean): HostChange {
    const added: string[] = [];
    const changed: string[] = [];
    const handOvers: Promise<void>[] = [];
    const before = new Map(this.running);
    this.running.clear();
    for (const { fn, runnable } of functions) {
      const key = `${fn.arn}:${runnable.version}`;
      const host = before.get(key)?.host;
      before.delete(key);
      this.running.set(key, { fn, host: host ?? this.create(fn, runnable) });
      const isLatest = runnable.version === LATEST;
      if (host === undefined) {
        if (isLatest) added.push(fn.functionName);
      } else if (!isDeepStrictEqual(host.fn, runnable) || isDirty(runnable.taskRoot)) {
        if (isLatest) changed.push(fn.functionName);
        // Without room for one more sandbox the new code is used all the same, from the next one on.
        handOvers.push(host.handOver(runnable).catch(() => undefined));
      }
    }
    for (const { host } of before.values()) this.retire(host);
    const removed = [...before.values()].filter(({ fn }) => this.hostOf(fn) === undefined);
    for (const { fn } of removed) this.shared.delete(fn.arn);
    return {
      added,
      changed,
      removed: [...new Set(removed.map(({ fn }) => fn.functionName))],
      handedOver: Promise.all(handOvers),
    };
  }

  /** Ends every process. Resolves when they and their folders are no more. */
  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ host }) => host.close()));
    await Promise.all(this.retiring);
  }

  /** The same in the last moment of this process, which waits for nothing. */
  killNow(): void {
    for (const { host } of this.running.values()) host.killNow();
  }

  private create(fn: LambdaFunction, runnable: PreparedFunction['runnable']): FunctionHost {
    const { readiness } = this.options;
    const shared = this.shared.get(fn.arn) ?? new FunctionConcurrency();
    this.shared.set(fn.arn, shared);
    return new FunctionHost(runnable, {
      ...this.options,
      memory: this.memory,
      concurrency: this.concurrency,
      readiness: () => readiness(fn, runnable.version),
      shared,
    });
  }

  private retire(host: FunctionHost): void {
    const retired = host.retire().finally(() => this.retiring.delete(retired));
    this.retiring.add(retired);
  }
}
