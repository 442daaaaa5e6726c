import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HeldInvocation, type NotTaken } from './held-invocation';
import { instanceNames } from './instance-names';
import type { Invocation, InvocationResult, InvokeOptions } from './invocation';
import type { LogTail } from './log-tail';
import { nextTurn } from './next-turn';
import type { RunnableFunction } from './runnable-function';
import { RuntimeApi } from './runtime-api';
import { RuntimeChannel } from './runtime-channel';
import { RuntimeSession } from './runtime-session';
import { sandboxEnvironment } from './sandbox-environment';
import { endOfProcess, exitError, initTimeout, outOfMemory } from './sandbox-ends';
import type { SandboxOptions } from './sandbox-options';
import { SandboxProcess, type ProcessEnd } from './sandbox-process';
import { TakenCount } from './taken-count';

/** The time-out of a sandbox with an inspector, in milliseconds. */
const INSPECTED_LIMIT_MS = 24 * 60 * 60_000;

/**
 * - `starting`: the function is being loaded
 * - `ready`: it waits for an invocation
 * - `running`: it has one
 * - `answered`: it has answered, and has not asked for the next one yet; the deadline still holds
 * - `gone`
 */
type Phase = 'starting' | 'ready' | 'running' | 'answered' | 'gone';

/**
 * One execution environment: a process of its own under AWS's runtime client, which takes one invocation at a time and
 * is ended, never reused, after a time-out, a crash or a failed initialisation.
 */
export class Sandbox {
  private readonly process: SandboxProcess;
  private readonly channel: RuntimeChannel;
  private phase: Phase = 'starting';
  private isFirst = true;
  /** What it runs, or is going to run as soon as it is ready. */
  private held: HeldInvocation | undefined;
  private isRetired = false;
  private lastMemoryMb: number | undefined;
  private timer: NodeJS.Timeout;
  private readonly startedAt = performance.now();
  private end: InvocationResult | undefined;
  private announceEnd: (reason: InvocationResult | undefined) => void = () => undefined;
  private readonly waitingForReady: (() => void)[] = [];
  /** What it is called in logs. */
  readonly instanceId: string;
  /** Where the lines of the invocation that runs are kept beside. */
  log: LogTail | undefined;
  /** How long the function took to load, in milliseconds; undefined until it has. */
  initDurationMs: number | undefined;
  /** Resolves when the function is loaded, or never will be. */
  get loaded(): Promise<void> {
    if (this.phase !== 'starting') return Promise.resolve();
    return new Promise((resolve) => this.waitingForReady.push(resolve));
  }
  /** Resolves when the sandbox can take nothing any more; with the reason, unless it was {@link kill}. */
  readonly gone = new Promise<InvocationResult | undefined>((resolve) => {
    this.announceEnd = resolve;
  });
  /** Resolves when its process and its folder are no more. */
  readonly disposed: Promise<void>;

  private constructor(
    private readonly fn: RunnableFunction,
    private readonly session: RuntimeSession,
    private readonly api: RuntimeApi,
    private readonly temporaryFolder: string,
    private readonly taken: TakenCount,
    private readonly options: SandboxOptions,
  ) {
    const { logStream, instanceId } = instanceNames(fn, new Date(), randomBytes(16).toString('hex'));
    this.instanceId = instanceId;
    const environment = sandboxEnvironment(fn, { runtimeApi: api.address, temporaryFolder, logStream });
    this.process = new SandboxProcess(fn, {
      ...options,
      inspectPort: options.isInspected ? fn.inspectPort : undefined,
      environment,
      takenFd: taken.fd,
      onLine: (line) => {
        this.log?.add(line);
        options.onLine(line);
      },
    });
    this.channel = new RuntimeChannel(this.process.channel, session, taken);
    const { pid } = this.process;
    if (pid !== undefined) {
      options.reaper.watch(pid, temporaryFolder);
      options.memory?.watch(pid, fn.memoryMb, (usedMb) => {
        this.lastMemoryMb = usedMb;
        this.stop(outOfMemory(usedMb, fn));
      });
    }
    const initLimitMs = options.isInspected ? INSPECTED_LIMIT_MS : options.initLimitMs;
    this.timer = setTimeout(() => this.stop(initTimeout(fn, options)), initLimitMs);
    this.disposed = this.process.ended.then((end) => this.dispose(end));
  }

  /**
   * Starts the process; it loads the function while the caller goes on.
   *
   * @throws Error when the machine has no room for one more
   */
  static async start(fn: RunnableFunction, options: SandboxOptions): Promise<Sandbox> {
    const temporaryFolder = await mkdtemp(join(options.temporaryRoot, 'furl-'));
    // Nothing asks before the process runs, and that starts with the sandbox.
    const session = new RuntimeSession({
      onReady: () => sandbox.onReady(),
      onTaken: () => {
        if (sandbox.held) sandbox.held.isTaken = true;
      },
      onStream: (contentType) => sandbox.held?.startStream(contentType),
      onResponse: (response) => sandbox.finish(response),
      onError: (error) => sandbox.finish({ kind: 'error', ...error }),
      onInitError: (error) => sandbox.stop({ kind: 'init-error', ...error }),
    });
    const api = await RuntimeApi.listen(session, options.streamRate);
    let taken: TakenCount | undefined;
    let sandbox: Sandbox;
    try {
      taken = new TakenCount(options.temporaryRoot);
      sandbox = new Sandbox(fn, session, api, temporaryFolder, taken, options);
    } catch (error) {
      taken?.close();
      api.close();
      await rm(temporaryFolder, { recursive: true, force: true });
      throw error;
    }
    return sandbox;
  }

  /** Runs one invocation to its end. The caller sees to it that there is only one at a time. */
  invoke(invocation: Invocation, options: InvokeOptions = {}): Promise<InvocationResult | NotTaken> {
    if (this.phase === 'gone') return Promise.resolve(this.endOfWaiting('gone', undefined));
    const held = new HeldInvocation(invocation, options);
    this.held = held;
    if (this.phase === 'ready') this.deliver(held);
    return held.result;
  }

  /** False between its answer and its asking for the next invocation. */
  get isBack(): boolean {
    return this.phase !== 'answered';
  }

  /**
   * Waits until the function has come back for its next invocation.
   *
   * @returns false when it has not within `limitMs`
   */
  async isBackWithin(limitMs: number): Promise<boolean> {
    if (this.isBack) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.waitingForReady.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.isBack;
  }

  /** The most memory that it has taken, in megabytes; undefined when that is not known. */
  get maxMemoryMb(): number | undefined {
    const { pid } = this.process;
    if (pid !== undefined) this.lastMemoryMb = this.options.memory?.peakMb(pid) ?? this.lastMemoryMb;
    return this.lastMemoryMb;
  }

  /** Ends it as soon as it has nothing to do: its code is not the function's any more. */
  retire(): void {
    this.isRetired = true;
    if (this.phase === 'ready' && this.held === undefined) this.kill();
  }

  /** False when no further invocation may be given to it. */
  get isUsable(): boolean {
    return this.phase !== 'gone' && !this.isRetired;
  }

  /** Ends the process and all it started. */
  kill(): void {
    this.stop(undefined);
  }

  /** The same in the last moment of this process, which waits for nothing. */
  killNow(): void {
    this.kill();
    rmSync(this.temporaryFolder, { recursive: true, force: true });
  }

  private onReady(): void {
    if (this.phase !== 'starting' && this.phase !== 'answered') return;
    this.initDurationMs ??= performance.now() - this.startedAt;
    clearTimeout(this.timer);
    this.phase = 'ready';
    this.releaseWaiting();
    if (this.held) this.deliver(this.held);
    else if (this.isRetired) this.kill();
  }

  /** The process may have ended since it asked: then it never takes the invocation, and another sandbox does. */
  private deliver(held: HeldInvocation): void {
    const used = this.options.loadsInInvocation && this.isFirst ? performance.now() - this.startedAt : 0;
    const limitMs = this.options.isInspected ? INSPECTED_LIMIT_MS : this.fn.timeoutSeconds * 1000;
    const milliseconds = Math.max(0, limitMs - used);
    // From here on: over HTTP an invocation counts as taken as soon as it is delivered.
    if (!this.session.deliver(held.invocation, Math.round(Date.now() + milliseconds))) {
      return this.stop(exitError('the connection to the runtime was lost'));
    }
    this.isFirst = false;
    held.onDelivered();
    this.phase = 'running';
    this.timer = setTimeout(
      () => this.stop({ kind: 'timeout', seconds: this.fn.timeoutSeconds }),
      milliseconds,
    );
  }

  /** The answer is there. The deadline goes on, until the function comes back for more. */
  private finish(result: InvocationResult): void {
    if (this.phase !== 'running') return;
    this.phase = 'answered';
    const { held } = this;
    this.held = undefined;
    held?.finish(result);
  }

  private stop(reason: InvocationResult | undefined): void {
    if (this.phase === 'gone') return;
    const { phase, held } = this;
    this.phase = 'gone';
    this.end = reason ?? exitError('the sandbox was ended');
    clearTimeout(this.timer);
    this.process.kill();
    this.api.close();
    this.releaseWaiting();
    held?.breakOff(this.endOfWaiting(phase, held));
    this.announceEnd(reason);
  }

  /** What an invocation gets to hear whose sandbox ended in `phase`. */
  private endOfWaiting(phase: Phase, held: HeldInvocation | undefined): InvocationResult | NotTaken {
    const isTaken = held?.isTaken === true || this.channel.isTaken;
    const isItsEnd = (phase === 'running' && (isTaken || this.end?.kind !== 'exit')) || phase === 'starting';
    return this.end && (isItsEnd || this.initDurationMs === undefined) ? this.end : { kind: 'not-taken' };
  }

  private async dispose(end: ProcessEnd): Promise<void> {
    // What it posted before its end comes first, if it is still on its way.
    await nextTurn(2);
    while (this.api.isReceiving || this.channel.isReceiving) {
      await this.api.hasReceived();
      await nextTurn(2);
    }
    this.stop(endOfProcess(end));
    this.process.kill();
    this.taken.close();
    const { pid } = this.process;
    if (pid !== undefined) {
      this.options.reaper.release(pid);
      this.options.memory?.release(pid);
    }
    await rm(this.temporaryFolder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }

  private releaseWaiting(): void {
    for (const release of this.waitingForReady.splice(0)) release();
  }
}
