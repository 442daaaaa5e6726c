import type { EventSink } from '../events';
import { leavesSandboxUsable, type Invocation, type InvocationResult } from './invocation';
import { nextTurn } from './next-turn';
import type { Reaper } from './reaper';
import { endOfIdle, initReport, invocationReport } from './report';
import type { RunnableFunction } from './runnable-function';
import { Sandbox, type NotTaken } from './sandbox';

/** How long a sandbox that nobody calls is kept, in milliseconds. AWS does not tell; minutes are what people observe. */
const IDLE_LIMIT_MS = 5 * 60_000;

/** How long a function may take to load, in milliseconds (Lambda Developer Guide, "Init phase"). */
const INIT_LIMIT_MS = 10_000;

/** How long a function that has answered may take to come back before another sandbox is started, in milliseconds. */
const BACK_LIMIT_MS = 100;

/** What the host needs beside its function. */
export interface FunctionHostOptions {
  readonly runtimeClient: string;
  readonly preload: string;
  readonly reaper: Reaper;
  /** Where the sandboxes' temporary folders are made. */
  readonly temporaryRoot: string;
  readonly events: EventSink;
  /** @default 10 seconds, as Lambda has it */
  readonly initLimitMs?: number;
}

/** An invocation's end, and what it took. Durations are in milliseconds. */
export interface Execution {
  readonly result: InvocationResult | { readonly kind: 'throttled' };
  readonly durationMs: number;
  /** Set on the first invocation of a sandbox. */
  readonly initDurationMs: number | undefined;
}

interface Idle {
  readonly sandbox: Sandbox;
  readonly timer: NodeJS.Timeout;
}

/** Runs one function: as many sandboxes as there are invocations at a time, warm ones first, broken ones never again. */
export class FunctionHost {
  private readonly sandboxes = new Set<Sandbox>();
  private readonly disposals = new Set<Promise<void>>();
  private readonly idle: Idle[] = [];
  private running = 0;
  private isClosed = false;

  constructor(
    readonly fn: RunnableFunction,
    private readonly options: FunctionHostOptions,
  ) {}

  /**
   * Runs one invocation to its end; `throttled` when the function's reserved concurrency is used up.
   *
   * @throws Error when the machine has no room for another sandbox
   */
  async invoke(invocation: Invocation): Promise<Execution> {
    const { reservedConcurrency } = this.fn;
    if (reservedConcurrency !== undefined && this.running >= reservedConcurrency) {
      return { result: { kind: 'throttled' }, durationMs: 0, initDurationMs: undefined };
    }
    this.running += 1;
    try {
      return await this.run(invocation);
    } finally {
      this.running -= 1;
    }
  }

  /** Ends every process of this function. Resolves when they and their folders are no more. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const { timer } of this.idle.splice(0)) clearTimeout(timer);
    for (const sandbox of [...this.sandboxes]) sandbox.kill();
    // One that is starting is in neither set yet: it is ended in startSandbox.
    while (this.running > 0 || this.disposals.size > 0) {
      await Promise.all(this.disposals);
      await nextTurn();
    }
  }

  /** The same in the last moment of this process, which waits for nothing. */
  killNow(): void {
    this.isClosed = true;
    for (const { timer } of this.idle.splice(0)) clearTimeout(timer);
    for (const sandbox of [...this.sandboxes]) sandbox.killNow();
  }

  private async run(invocation: Invocation): Promise<Execution> {
    this.log(`START RequestId: ${invocation.requestId} Version: $LATEST`);
    const start = performance.now();
    const { result, sandbox, isCold } = await this.runSomewhere(invocation);
    const durationMs = performance.now() - start;
    if (leavesSandboxUsable(result) && !this.isClosed) this.putIdle(sandbox);
    const initDurationMs = isCold ? sandbox.initDurationMs : undefined;
    const execution = {
      result,
      durationMs: Math.max(0, durationMs - (initDurationMs ?? 0)),
      initDurationMs,
    };
    // What the handler wrote last is in its pipe by now, and belongs before END.
    await nextTurn(2);
    for (const line of invocationReport(invocation.requestId, execution, this.fn.memoryMb)) this.log(line);
    return execution;
  }

  /** In a warm sandbox, else in a new one. A sandbox that has died unseen costs the caller a little time, no more. */
  private async runSomewhere(
    invocation: Invocation,
  ): Promise<{ result: InvocationResult; sandbox: Sandbox; isCold: boolean }> {
    for (let warm = await this.takeIdle(); warm !== undefined; warm = await this.takeIdle()) {
      const result = await warm.invoke(invocation);
      if (result.kind !== 'not-taken') return { result, sandbox: warm, isCold: false };
    }
    const first = await this.startSandbox('init');
    const result = taken(await first.invoke(invocation));
    if (result.kind !== 'init-timeout') return { result, sandbox: first, isCold: true };
    // Lambda Developer Guide, "Init phase": it loads the function again, now within the invocation's time-out.
    this.log(initReport(result.limitMs));
    const second = await this.startSandbox('invocation');
    return { result: taken(await second.invoke(invocation)), sandbox: second, isCold: true };
  }

  private async startSandbox(loadsIn: 'init' | 'invocation'): Promise<Sandbox> {
    const {
      runtimeClient,
      preload,
      reaper,
      temporaryRoot,
      events,
      initLimitMs = INIT_LIMIT_MS,
    } = this.options;
    const { functionName, timeoutSeconds } = this.fn;
    const onLine = (line: string): void => events({ kind: 'function-log', functionName, line });
    const loadsInInvocation = loadsIn === 'invocation';
    const sandbox = await Sandbox.start(this.fn, {
      runtimeClient,
      preload,
      reaper,
      temporaryRoot,
      onLine,
      initLimitMs: loadsInInvocation ? timeoutSeconds * 1000 : initLimitMs,
      loadsInInvocation,
    });
    this.sandboxes.add(sandbox);
    void sandbox.gone.then((reason) => this.forget(sandbox, reason));
    const disposal = sandbox.disposed.finally(() => this.disposals.delete(disposal));
    this.disposals.add(disposal);
    // Closed while it started: it is nobody's any more.
    if (this.isClosed) sandbox.kill();
    return sandbox;
  }

  /** The sandbox that was used last: the others may then come to their idle end. */
  private async takeIdle(): Promise<Sandbox | undefined> {
    const taken = this.idle.pop();
    if (taken === undefined) return undefined;
    clearTimeout(taken.timer);
    if (await taken.sandbox.isBackWithin(BACK_LIMIT_MS)) return taken.sandbox;
    // Still busy with what it does after its answer, as nobody forbids: it is free when it is done.
    this.putIdle(taken.sandbox);
    return undefined;
  }

  private putIdle(sandbox: Sandbox): void {
    if (this.isClosed) return;
    const timer = setTimeout(() => sandbox.kill(), IDLE_LIMIT_MS);
    timer.unref();
    this.idle.push({ sandbox, timer });
  }

  private forget(sandbox: Sandbox, reason: InvocationResult | undefined): void {
    this.sandboxes.delete(sandbox);
    const index = this.idle.findIndex((one) => one.sandbox === sandbox);
    if (index === -1) return;
    clearTimeout(this.idle.splice(index, 1)[0]?.timer);
    const line = reason && endOfIdle(reason);
    if (line !== undefined) this.log(line);
  }

  private log(line: string): void {
    this.options.events({ kind: 'platform-log', functionName: this.fn.functionName, line });
  }
}

/** A sandbox that has never been ready always says why. */
function taken(result: InvocationResult | NotTaken): InvocationResult {
  if (result.kind !== 'not-taken') return result;
  return {
    kind: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: 'the sandbox ended before it could begin',
  };
}
