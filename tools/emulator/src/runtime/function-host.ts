import { availableParallelism } from 'node:os';
import type { EventSink } from '../events';
import {
  leavesSandboxUsable,
  type Invocation,
  type InvocationResult,
  type InvokeOptions,
} from './invocation';
import { LogTail } from './log-tail';
import { nextTurn } from './next-turn';
import { PlatformLog } from './platform-log';
import type { NotReady } from './not-ready';
import { QuickTurns } from './quick-turns';
import { endOfIdle, invocationReport } from './report';
import type { RunnableFunction } from './runnable-function';
import type { NotTaken } from './held-invocation';
import type { Sandbox } from './sandbox';
import { SandboxPool, type SandboxPoolOptions } from './sandbox-pool';
import { FunctionConcurrency, type AccountConcurrency, type Throttled } from './throttle';

/** What the host needs beside its function. */
export interface FunctionHostOptions extends SandboxPoolOptions {
  readonly events: EventSink;
  /** What all functions together may run at a time. @default no limit */
  readonly concurrency?: AccountConcurrency;
  /** Why it cannot be invoked at the moment; undefined when it can. @default it always can */
  readonly readiness?: () => NotReady | undefined;
  /** What it shares with the function's other versions. @default there are none */
  readonly shared?: FunctionConcurrency;
  /** @default the system's clock */
  readonly clock?: () => Date;
}

/** An invocation's end, and what it took. Durations are in milliseconds. */
export interface Execution {
  readonly result: InvocationResult | Throttled;
  readonly durationMs: number;
  /** Set on the first invocation of a sandbox. */
  readonly initDurationMs: number | undefined;
  /**
   * The last 4 KB of what the function and the platform logged for it, as `X-Amz-Log-Result` of Invoke carries it
   * (there in base64); each line with its end. Empty when it was throttled. The last lines come a moment after the result.
   */
  readonly log: () => Promise<string>;
}

/** Runs one version of a function: as many sandboxes as there are invocations at a time, warm ones first, broken ones never again. */
export class FunctionHost {
  private readonly pool: SandboxPool;
  private readonly shared: FunctionConcurrency;
  private readonly turns = new QuickTurns(availableParallelism());
  private readonly clock: () => Date;
  private running = 0;
  /** Invocations that are over, and whose last lines are still to come. */
  private reporting = 0;
  private handOvers = 0;
  private onIdle: () => void = () => undefined;

  constructor(
    private current: RunnableFunction,
    private readonly options: FunctionHostOptions,
  ) {
    this.clock = options.clock ?? (() => new Date());
    this.shared = options.shared ?? new FunctionConcurrency();
    this.pool = new SandboxPool(options, {
      onLine: (line) => options.events({ kind: 'function-log', functionName: this.fn.functionName, line }),
      onEndOfIdle: (reason) => {
        const line = endOfIdle(reason);
        if (line !== undefined) this.say(line);
      },
    });
  }

  /** The function as the next invocation runs it. */
  get fn(): RunnableFunction {
    return this.current;
  }

  /**
   * Runs other code, or the same with other settings, from the next invocation on. Those in flight finish on the old
   * code; its idle sandboxes end at once, the others when they are done.
   *
   * @param fn of the same name and ARN; with an `inspectPort` its sandbox starts with Node's inspector
   */
  replace(fn: RunnableFunction): void {
    this.current = fn;
    this.pool.retire();
  }

  /**
   * The same without a gap: when there is a warm sandbox, one with the new code is ready before the old ones go, so that
   * callers who come one after the other never wait for it to load, nor start one each. Of two that overlap, the later
   * one counts.
   *
   * @throws Error when the machine has no room for another sandbox; the new code is used all the same
   */
  async handOver(fn: RunnableFunction): Promise<void> {
    const turn = (this.handOvers += 1);
    if (!this.pool.isWarm || fn.inspectPort !== undefined) return this.replace(fn);
    const next = await this.pool.start(fn, 'init').catch((error: unknown) => {
      this.replace(fn);
      throw error;
    });
    // One that fails to load has its say when the first request comes, as on AWS.
    await next.loaded;
    if (turn !== this.handOvers) return next.retire();
    this.current = fn;
    this.pool.retire(next);
    this.pool.giveBack(next);
  }

  /** Takes no new code and no new callers: ends when the invocations in flight have ended. */
  async retire(): Promise<void> {
    this.handOvers += 1;
    this.pool.retire();
    if (this.running > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await this.close();
  }

  /**
   * Why it cannot be invoked at the moment; undefined when it can. To be asked once before each invocation that somebody
   * makes: it counts as an attempt, and wakes a function that has gone idle.
   */
  knock(): NotReady | undefined {
    return this.options.readiness?.();
  }

  /**
   * Runs one invocation to its end; `throttled` when a limit of the function or of the account is reached.
   *
   * With `onStream` the response of a streaming handler is handed over as it comes; the promise still resolves when
   * the function has ended, so that its result tells whether the stream is whole.
   *
   * @throws Error when the machine has no room for another sandbox
   */
  async invoke(invocation: Invocation, options: InvokeOptions = {}): Promise<Execution> {
    const throttled = this.throttle();
    if (throttled !== undefined) {
      return { result: throttled, durationMs: 0, initDurationMs: undefined, log: async () => '' };
    }
    const { concurrency } = this.options;
    concurrency?.enter();
    this.shared.enter();
    this.running += 1;
    try {
      return await this.run(invocation, options);
    } finally {
      this.running -= 1;
      this.shared.leave();
      concurrency?.leave();
      if (this.running === 0) this.onIdle();
    }
  }

  /** Ends every process of this function. Resolves when they and their folders are no more. */
  async close(): Promise<void> {
    do {
      await this.pool.close();
      await nextTurn();
    } while (this.running > 0 || this.reporting > 0);
  }

  /** The same in the last moment of this process, which waits for nothing. */
  killNow(): void {
    this.pool.killNow();
  }

  private throttle(): Throttled | undefined {
    const { reservedConcurrency } = this.fn;
    const reserved = (explanation: string): Throttled => ({
      kind: 'throttled',
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      explanation,
    });
    if (reservedConcurrency !== undefined) {
      const isInRate = this.shared.rate.admit(reservedConcurrency);
      if (this.shared.running >= reservedConcurrency) {
        return reserved(`all ${reservedConcurrency} of the function's reserved concurrency are in use`);
      }
      if (!isInRate) {
        return reserved(`more than 10 requests a second for each of ${reservedConcurrency} reserved`);
      }
    }
    const { concurrency } = this.options;
    if (concurrency?.isUsedUp !== true) return undefined;
    return {
      kind: 'throttled',
      reason: 'ConcurrentInvocationLimitExceeded',
      explanation: `all ${concurrency.limit} concurrent executions of this emulator are in use: raise them with --concurrency`,
    };
  }

  private async run(invocation: Invocation, options: InvokeOptions): Promise<Execution> {
    const { fn } = this;
    const log = new LogTail();
    const { requestId } = invocation;
    const platform = new PlatformLog(fn, requestId, this.clock, (line) => this.say(line, log));
    const turn = this.turns.take();
    if (turn !== undefined) await turn;
    const start = performance.now();
    const invokeOptions = { onStream: options.onStream, onDelivered: () => platform.begin() };
    const end = await this.runSomewhere(fn, invocation, invokeOptions, log, platform).finally(() =>
      this.turns.leave(performance.now() - start),
    );
    const { result, sandbox, isCold } = end;
    const totalMs = performance.now() - start;
    if (leavesSandboxUsable(result)) this.pool.giveBack(sandbox);
    const initDurationMs = isCold ? sandbox.initDurationMs : undefined;
    const durationMs = Math.max(0, totalMs - (initDurationMs ?? 0));
    const report = async (): Promise<void> => {
      this.reporting += 1;
      // What the handler wrote last is in its pipe by now, and belongs before END. The caller has its answer meanwhile.
      await nextTurn();
      if (sandbox.log === log) sandbox.log = undefined;
      // One that could not be loaded was never handed it.
      platform.begin();
      const reported = { result, durationMs, initDurationMs, maxMemoryMb: sandbox.maxMemoryMb };
      for (const line of invocationReport(fn, requestId, reported, this.clock)) this.say(line, log);
      this.reporting -= 1;
    };
    const reported = report();
    return { result, durationMs, initDurationMs, log: () => reported.then(() => log.text) };
  }

  /** In a warm sandbox, else in a new one. A sandbox that has died unseen costs the caller a little time, no more. */
  private async runSomewhere(
    fn: RunnableFunction,
    invocation: Invocation,
    options: InvokeOptions,
    log: LogTail,
    platform: PlatformLog,
  ): Promise<{ result: InvocationResult; sandbox: Sandbox; isCold: boolean }> {
    const runIn = (sandbox: Sandbox): Promise<InvocationResult | NotTaken> => {
      sandbox.log = log;
      return sandbox.invoke(invocation, options);
    };
    for (let warm = await this.pool.take(); warm !== undefined; warm = await this.pool.take()) {
      const result = await runIn(warm);
      if (result.kind !== 'not-taken') return { result, sandbox: warm, isCold: false };
    }
    const first = await this.pool.start(fn, 'init');
    platform.load(first);
    const result = taken(await runIn(first));
    if (first.initDurationMs === undefined) platform.fail(result);
    if (result.kind !== 'init-timeout') return { result, sandbox: first, isCold: true };
    // Lambda Developer Guide, "Init phase": it loads the function again, now within the invocation's time-out.
    const second = await this.pool.start(fn, 'invocation');
    return { result: taken(await runIn(second)), sandbox: second, isCold: true };
  }

  private say(line: string | undefined, log?: LogTail): void {
    if (line === undefined) return;
    log?.add(line);
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
