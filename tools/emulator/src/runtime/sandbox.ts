import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Invocation, InvocationResult } from './invocation';
import type { RunnableFunction } from './runnable-function';
import { RuntimeApi, type RuntimeError } from './runtime-api';
import { sandboxEnvironment } from './sandbox-environment';

/** How long a function may take to load, in milliseconds (Lambda Developer Guide, "Init phase"). */
const INIT_LIMIT_MS = 10_000;

/** What every sandbox needs beside its function. */
export interface SandboxOptions {
  /** The entry point of AWS's runtime client. */
  readonly runtimeClient: string;
  /** The script that is loaded before it. */
  readonly preload: string;
  /** Takes each line that the function writes. */
  readonly onLine: (line: string) => void;
}

/**
 * One execution environment: a process of its own under AWS's runtime client, which takes one invocation at a time and
 * is ended, never reused, after a time-out, a crash or a failed initialisation.
 */
export class Sandbox {
  private readonly process: ChildProcess;
  private ready = false;
  private failed = false;
  private failure: InvocationResult | undefined;
  private queued: Invocation | undefined;
  private settle: ((result: InvocationResult) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly startedAt = performance.now();
  private resolveGone: () => void = () => undefined;
  /** How long the function took to load, in milliseconds; undefined until it has. */
  initDurationMs: number | undefined;
  /** Resolves when the sandbox has ended and can take nothing any more. */
  readonly gone = new Promise<void>((resolve) => {
    this.resolveGone = resolve;
  });

  private constructor(
    private readonly fn: RunnableFunction,
    private readonly api: RuntimeApi,
    private readonly temporaryFolder: string,
    private readonly options: SandboxOptions,
  ) {
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${temporaryFolder.slice(-6)}`;
    const identity = { runtimeApi: api.address, temporaryFolder, logStream };
    this.process = spawn(
      fn.nodeBinary,
      [
        '--max-http-header-size=81920',
        `--max-old-space-size=${fn.memoryMb}`,
        '--require',
        options.preload,
        options.runtimeClient,
      ],
      {
        cwd: fn.taskRoot,
        env: sandboxEnvironment(fn, identity),
        // The fourth is the lifeline: see preload/lifeline.ts.
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        // A process group of its own: Ctrl-C reaches the emulator only, and what a handler spawned ends with it.
        detached: process.platform !== 'win32',
      },
    );
    this.forwardLines(this.process.stdout);
    this.forwardLines(this.process.stderr);
    this.process.once('error', (error) =>
      this.end({ kind: 'init-error', errorType: 'Runtime.InvalidEntrypoint', errorMessage: error.message }),
    );
    this.process.once('exit', (code, signal) => this.onExit(code, signal));
    this.timer = setTimeout(() => this.onInitTimeout(), INIT_LIMIT_MS);
  }

  /** Starts the process; it loads the function while the caller goes on. */
  static async start(fn: RunnableFunction, options: SandboxOptions): Promise<Sandbox> {
    const temporaryFolder = await mkdtemp(join(tmpdir(), 'furl-'));
    // The runtime cannot ask before its process runs, and that starts in the line after.
    const listener = {
      onReady: () => sandbox.onReady(),
      onResponse: (_id: string, payload: string) => sandbox.finish({ kind: 'response', payload }),
      onError: (_id: string, error: RuntimeError) => sandbox.finish({ kind: 'error', ...error }),
      onInitError: (error: RuntimeError) => sandbox.end({ kind: 'init-error', ...error }),
    };
    const api = await RuntimeApi.listen(listener);
    const sandbox: Sandbox = new Sandbox(fn, api, temporaryFolder, options);
    return sandbox;
  }

  /** Runs one invocation to its end. The caller sees to it that there is only one at a time. */
  invoke(invocation: Invocation): Promise<InvocationResult> {
    if (this.failure) return Promise.resolve(this.failure);
    return new Promise((resolve) => {
      this.settle = resolve;
      this.queued = invocation;
      if (this.ready) this.deliver();
    });
  }

  /** Ends the process and all it started, at once. */
  kill(): void {
    this.end({ kind: 'exit', errorType: 'Runtime.ExitError', errorMessage: 'the emulator is closing' });
  }

  private onReady(): void {
    if (this.failed) return;
    if (this.initDurationMs === undefined) {
      this.initDurationMs = performance.now() - this.startedAt;
      clearTimeout(this.timer);
    }
    this.ready = true;
    this.deliver();
  }

  private deliver(): void {
    if (!this.queued) return;
    const milliseconds = this.fn.timeoutSeconds * 1000;
    this.ready = false;
    this.timer = setTimeout(
      () => this.end({ kind: 'timeout', seconds: this.fn.timeoutSeconds }),
      milliseconds,
    );
    this.api.deliver(this.queued, Date.now() + milliseconds);
    this.queued = undefined;
  }

  private finish(result: InvocationResult): void {
    clearTimeout(this.timer);
    const settle = this.settle;
    this.settle = undefined;
    settle?.(result);
  }

  private end(result: InvocationResult): void {
    if (this.failed) return;
    this.failed = true;
    this.failure = result;
    killGroup(this.process);
    this.api.close();
    this.finish(result);
    this.resolveGone();
    void rm(this.temporaryFolder, { recursive: true, force: true }).catch(() => undefined);
  }

  private onExit(code: number | null, signal: NodeJS.Signals | null): void {
    const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
    this.end({
      kind: 'exit',
      errorType: 'Runtime.ExitError',
      errorMessage: `Runtime exited with error: ${how}`,
    });
  }

  private onInitTimeout(): void {
    const errorMessage = `INIT_REPORT Init Duration: ${INIT_LIMIT_MS.toFixed(2)} ms Phase: init Status: timeout`;
    this.end({ kind: 'init-error', errorType: 'Sandbox.Timedout', errorMessage });
  }

  private forwardLines(stream: Readable | null): void {
    if (stream === null) return;
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => this.options.onLine(line));
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}
