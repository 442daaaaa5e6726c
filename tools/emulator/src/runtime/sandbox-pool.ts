import { availableParallelism } from 'node:os';
import type { MemoryWatch } from './memory-watch';
import { nextTurn } from './next-turn';
import type { InvocationResult } from './invocation';
import type { StreamRate } from './pace';
import type { Reaper } from './reaper';
import type { RunnableFunction } from './runnable-function';
import { Sandbox } from './sandbox';

/** How long a sandbox that nobody calls is kept, in milliseconds. AWS does not tell; minutes are what people observe. */
const IDLE_LIMIT_MS = 5 * 60_000;

/** How long a function may take to load, in milliseconds (Lambda Developer Guide, "Init phase"). */
const INIT_LIMIT_MS = 10_000;

/** How long a function that has answered may take to come back before another sandbox is started, in milliseconds. */
const BACK_LIMIT_MS = 100;

/** How many sandboxes of a function load at a time, and how long a request waits for its turn, in milliseconds. */
const LOADING_LIMIT = Math.max(2, availableParallelism());
const LOADING_WAIT_MS = INIT_LIMIT_MS;

/** What every sandbox needs beside its function. */
export interface SandboxPoolOptions {
  /** The script that is loaded before AWS's runtime client. */
  readonly preload: string;
  readonly reaper: Reaper;
  /** Where the sandboxes' temporary folders are made. */
  readonly temporaryRoot: string;
  /** @default 10 seconds, as Lambda has it */
  readonly initLimitMs?: number;
  /** Watches the sandboxes' memory. @default only V8's heap is limited */
  readonly memory?: MemoryWatch | undefined;
  /** How fast a response may stream. @default as fast as it comes */
  readonly streamRate?: StreamRate | undefined;
}

/** What the pool tells of its sandboxes. */
export interface SandboxPoolListener {
  /** A line that the function wrote. */
  onLine(line: string): void;
  /** A sandbox ended although nobody called it. */
  onEndOfIdle(reason: InvocationResult): void;
}

interface Idle {
  readonly sandbox: Sandbox;
  readonly timer: NodeJS.Timeout | undefined;
}

/** The sandboxes of one function: those at work, and warm ones that wait. */
export class SandboxPool {
  private readonly sandboxes = new Set<Sandbox>();
  private readonly disposals = new Set<Promise<void>>();
  private readonly idle: Idle[] = [];
  /** The sandbox with the inspector, or `starting`: one can have the port. */
  private inspected: Sandbox | 'starting' | undefined;
  private inspectorLeaves: Promise<void> | undefined;
  private starting = 0;
  /** How many are loading their function right now. */
  private loading = 0;
  private readonly waiting: (() => void)[] = [];
  private isClosed = false;

  constructor(
    private readonly options: SandboxPoolOptions,
    private readonly listener: SandboxPoolListener,
  ) {}

  /**
   * The warm sandbox that was used last: the others may then come to their idle end. One that has not come back from its
   * last invocation yet is waited for only where no other is ready.
   */
  async take(): Promise<Sandbox | undefined> {
    await this.roomToLoad();
    const ready = this.idle.findLastIndex(({ sandbox }) => sandbox.isBack);
    const [taken] = this.idle.splice(ready, 1);
    if (taken === undefined) return undefined;
    clearTimeout(taken.timer);
    if (await taken.sandbox.isBackWithin(BACK_LIMIT_MS)) return taken.sandbox;
    // Still busy with what it does after its answer, as nobody forbids: it is free when it is done.
    this.giveBack(taken.sandbox);
    return undefined;
  }

  /**
   * Starts a sandbox; it loads `fn` while the caller goes on.
   *
   * @param loadsIn `invocation`: loading counts as part of the first invocation, as after an init time-out
   * @throws Error when the machine has no room for one more
   */
  async start(fn: RunnableFunction, loadsIn: 'init' | 'invocation'): Promise<Sandbox> {
    this.starting += 1;
    this.loading += 1;
    try {
      const sandbox = await this.startOne(fn, loadsIn === 'invocation');
      void sandbox.loaded.then(() => this.endLoading());
      return sandbox;
    } catch (error) {
      this.endLoading();
      throw error;
    } finally {
      this.starting -= 1;
    }
  }

  /** Takes back a sandbox whose invocation is over, for the next one. */
  giveBack(sandbox: Sandbox): void {
    if (this.isClosed || !sandbox.isUsable) return;
    const timer =
      sandbox === this.inspected ? undefined : setTimeout(() => sandbox.kill(), IDLE_LIMIT_MS).unref();
    this.idle.push({ sandbox, timer });
    this.waiting.shift()?.();
  }

  /** True when there is a sandbox, at work or idle: the function is in use. */
  get isWarm(): boolean {
    return this.sandboxes.size > 0;
  }

  /**
   * From here on only new sandboxes are used; those at work end when they are done.
   *
   * @param except one that is new already
   */
  retire(except?: Sandbox): void {
    for (const { timer } of this.idle.splice(0)) clearTimeout(timer);
    for (const sandbox of this.sandboxes) if (sandbox !== except) sandbox.retire();
  }

  /** Ends every process. Resolves when they and their folders are no more. */
  async close(): Promise<void> {
    this.killAll((sandbox) => sandbox.kill());
    // One that is starting is in no set yet: it is ended in startOne.
    while (this.starting > 0 || this.disposals.size > 0) {
      await Promise.all(this.disposals);
      await nextTurn();
    }
  }

  /** The same in the last moment of this process, which waits for nothing. */
  killNow(): void {
    this.killAll((sandbox) => sandbox.killNow());
  }

  /**
   * Waits while as many sandboxes load as the machine has processors, unless one becomes free: more at a time would only
   * make each other slow, and every request that comes meanwhile would start one more.
   */
  private async roomToLoad(): Promise<void> {
    const end = performance.now() + LOADING_WAIT_MS;
    while (this.idle.length === 0 && this.loading >= LOADING_LIMIT && !this.isClosed) {
      const left = end - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          this.waiting.splice(this.waiting.indexOf(wake), 1);
          resolve();
        }, left);
        this.waiting.push(wake);
      });
    }
  }

  private endLoading(): void {
    this.loading -= 1;
    this.waiting.shift()?.();
  }

  private killAll(kill: (sandbox: Sandbox) => void): void {
    this.isClosed = true;
    for (const wake of this.waiting.splice(0)) wake();
    for (const { timer } of this.idle.splice(0)) clearTimeout(timer);
    for (const sandbox of [...this.sandboxes]) kill(sandbox);
  }

  private async startOne(fn: RunnableFunction, loadsInInvocation: boolean): Promise<Sandbox> {
    const { initLimitMs = INIT_LIMIT_MS, ...options } = this.options;
    const isInspected = fn.inspectPort !== undefined && (await this.claimInspector());
    let sandbox: Sandbox | undefined;
    try {
      sandbox = await Sandbox.start(fn, {
        ...options,
        onLine: (line) => this.listener.onLine(line),
        initLimitMs: loadsInInvocation ? fn.timeoutSeconds * 1000 : initLimitMs,
        loadsInInvocation,
        isInspected,
      });
      return this.admit(sandbox);
    } finally {
      if (isInspected) this.inspected = sandbox;
    }
  }

  private admit(sandbox: Sandbox): Sandbox {
    this.sandboxes.add(sandbox);
    void sandbox.gone.then((reason) => this.forget(sandbox, reason));
    const disposal = sandbox.disposed.finally(() => this.disposals.delete(disposal));
    this.disposals.add(disposal);
    // Closed while it started: it is nobody's any more.
    if (this.isClosed) sandbox.kill();
    return sandbox;
  }

  /** One sandbox can have the port; one that is about to end gives it up first. */
  private async claimInspector(): Promise<boolean> {
    await this.inspectorLeaves;
    if (this.inspected !== undefined) return false;
    this.inspected = 'starting';
    return true;
  }

  private forget(sandbox: Sandbox, reason: InvocationResult | undefined): void {
    this.sandboxes.delete(sandbox);
    if (sandbox === this.inspected) {
      this.inspectorLeaves = sandbox.disposed.then(() => {
        this.inspected = undefined;
      });
    }
    const index = this.idle.findIndex((one) => one.sandbox === sandbox);
    if (index === -1) return;
    clearTimeout(this.idle.splice(index, 1)[0]?.timer);
    if (reason !== undefined) this.listener.onEndOfIdle(reason);
  }
}
