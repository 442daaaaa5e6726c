import { spawn, type ChildProcess } from 'node:child_process';
import { PassThrough, type Duplex } from 'node:stream';
import { CHANNEL_VARIABLE, TAKEN_VARIABLE } from '../preload/channel-variable';
import { forwardLines } from './log-lines';
import type { RunnableFunction } from './runnable-function';

/** How long the output of an ended process is still read, in milliseconds: what it started may hold the pipe open. */
const OUTPUT_AFTER_END_MS = 500;

/** What starting a sandbox's process takes. */
export interface SandboxProcessOptions {
  /** The script that is loaded before AWS's runtime client. */
  readonly preload: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where Node's inspector listens; absent: nowhere. */
  readonly inspectPort: number | undefined;
  /** The file descriptor in which it counts what it has taken: see {@link TakenCount}. */
  readonly takenFd: number;
  readonly onLine: (line: string) => void;
}

/** How a process ended: `exit status 1`, `signal: killed`, or why it never began. */
export interface ProcessEnd {
  readonly started: boolean;
  readonly how: string;
}

/** The process of one sandbox, with everything that its handler starts. */
export class SandboxProcess {
  private readonly child: ChildProcess;
  /** The emulator's end of the channel. */
  readonly channel: Duplex;
  /** Resolves when the process is gone. */
  readonly ended: Promise<ProcessEnd>;

  /** @throws Error when the operating system does not even take the arguments */
  constructor(fn: RunnableFunction, options: SandboxProcessOptions) {
    this.child = spawn(
      fn.nodeBinary,
      [
        '--max-http-header-size=81920',
        `--max-old-space-size=${fn.memoryMb}`,
        ...(options.inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${options.inspectPort}`]),
        '--require',
        options.preload,
        fn.runtimeClient,
      ],
      {
        cwd: fn.taskRoot,
        env: { ...options.environment, [CHANNEL_VARIABLE]: '3', [TAKEN_VARIABLE]: '4' },
        // The fourth is the channel: see preload/channel.ts.
        stdio: ['ignore', 'pipe', 'pipe', 'pipe', options.takenFd],
        // A process group of its own: Ctrl-C reaches the emulator only, and what a handler spawned ends with it.
        detached: process.platform !== 'win32',
      },
    );
    const { child } = this;
    // A pipe of child_process is a socket pair: both sides read and write. There is none when nothing was started.
    this.channel = (child.stdio[3] as Duplex | null | undefined) ?? new PassThrough();
    for (const stream of [child.stdout, child.stderr]) if (stream) forwardLines(stream, options.onLine);
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        resolve({
          started: true,
          how: signal === null ? `exit status ${code}` : `signal: ${signalName(signal)}`,
        });
        this.stopReading();
      });
      child.once('error', (error) => {
        if (child.pid === undefined) resolve({ started: false, how: error.message });
      });
    });
  }

  /** Absent when the process could not be started. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Kills the process and all of its group, at once. Does nothing when they have ended. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself in the meantime.
    }
  }

  private stopReading(): void {
    const { child } = this;
    const timer = setTimeout(() => {
      for (const stream of child.stdio) stream?.destroy();
    }, OUTPUT_AFTER_END_MS);
    child.once('close', () => clearTimeout(timer));
  }
}

/** As Lambda names them: `signal: killed`. */
function signalName(signal: NodeJS.Signals): string {
  return signal === 'SIGKILL' ? 'killed' : signal === 'SIGABRT' ? 'aborted' : signal;
}
