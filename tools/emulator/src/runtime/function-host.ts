import type { EventSink } from '../events';
import { leavesSandboxUsable, type Invocation, type InvocationResult } from './invocation';
import type { RunnableFunction } from './runnable-function';
import { Sandbox } from './sandbox';

/** How long a sandbox that nobody calls is kept, in milliseconds. AWS does not tell; minutes are what people observe. */
const IDLE_LIMIT_MS = 5 * 60_000;

/** What the host needs beside its function. */
export interface FunctionHostOptions {
  readonly runtimeClient: string;
  readonly preload: string;
  readonly events: EventSink;
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
  private readonly idle: Idle[] = [];
  private running = 0;
  private closed = false;

  constructor(
    readonly fn: RunnableFunction,
    private readonly options: FunctionHostOptions,
  ) {}

  /** Runs one invocation to its end; `throttled` when the function's reserved concurrency is used up. */
  async invoke(invocation: Invocation): Promise<Execution> {
    const { reservedConcurrency } = this.fn;
    if (this.closed || (reservedConcurrency !== undefined && this.running >= reservedConcurrency)) {
      return { result: { kind: 'throttled' }, durationMs: 0, initDurationMs: undefined };
    }
    this.running += 1;
    try {
      return await this.run(invocation);
    } finally {
      this.running -= 1;
    }
  }

  /** Ends every process of this function, at once. */
  close(): void {
    this.closed = true;
    for (const { timer } of this.idle.splice(0)) clearTimeout(timer);
    for (const sandbox of [...this.sandboxes]) sandbox.kill();
  }

  private async run(invocation: Invocation): Promise<Execution> {
    const warm = this.takeIdle();
    const sandbox = warm ?? (await this.startSandbox());
    const start = performance.now();
    this.log(`START RequestId: ${invocation.requestId} Version: $LATEST`);
    const result = await sandbox.invoke(invocation);
    const initDurationMs = warm ? undefined : sandbox.initDurationMs;
    const durationMs = performance.now() - start - (initDurationMs ?? 0);
    if (leavesSandboxUsable(result) && !this.closed) this.putIdle(sandbox);
    this.report(invocation, { result, durationMs: Math.max(durationMs, 0), initDurationMs });
    return { result, durationMs, initDurationMs };
  }

  private async startSandbox(): Promise<Sandbox> {
    const { runtimeClient, preload, events } = this.options;
    const { functionName } = this.fn;
    const onLine = (line: string): void => events({ kind: 'function-log', functionName, line });
    const sandbox = await Sandbox.start(this.fn, { runtimeClient, preload, onLine });
    this.sandboxes.add(sandbox);
    void sandbox.gone.then(() => this.forget(sandbox));
    // Closed while it started: it is nobody's any more.
    if (this.closed) sandbox.kill();
    return sandbox;
  }

  private takeIdle(): Sandbox | undefined {
    const taken = this.idle.pop();
    clearTimeout(taken?.timer);
    return taken?.sandbox;
  }

  private putIdle(sandbox: Sandbox): void {
    const timer = setTimeout(() => sandbox.kill(), IDLE_LIMIT_MS);
    timer.unref();
    this.idle.push({ sandbox, timer });
  }

  private forget(sandbox: Sandbox): void {
    this.sandboxes.delete(sandbox);
    const index = this.idle.findIndex((one) => one.sandbox === sandbox);
    if (index !== -1) clearTimeout(this.idle.splice(index, 1)[0]?.timer);
  }

  private report(invocation: Invocation, { result, durationMs, initDurationMs }: Execution): void {
    const { requestId } = invocation;
    if (result.kind === 'timeout') {
      const now = new Date().toISOString();
      this.log(`${now} ${requestId} Task timed out after ${result.seconds.toFixed(2)} seconds`);
    } else if (result.kind === 'exit' || result.kind === 'init-error') {
      this.log(`RequestId: ${requestId} Error: ${result.errorMessage} ${result.errorType}`);
    }
    const init = initDurationMs === undefined ? '' : `\tInit Duration: ${initDurationMs.toFixed(2)} ms`;
    this.log(`END RequestId: ${requestId}`);
    this.log(
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms` +
        `\tMemory Size: ${this.fn.memoryMb} MB${init}`,
    );
  }

  private log(line: string): void {
    this.options.events({ kind: 'platform-log', functionName: this.fn.functionName, line });
  }
}
