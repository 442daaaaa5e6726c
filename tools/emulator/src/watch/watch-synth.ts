import { spawn, type ChildProcess } from 'node:child_process';
import type { EventSink } from '../events';
import { Quiet } from './quiet';
import type { Watch, Watching } from './watching';

/** What a save is made of comes within this time, in milliseconds. */
const QUIET_MS = 50;

/** What the watch needs. */
export interface SynthWatchOptions {
  /** For the shell: writes the assembly anew. */
  readonly command: string;
  /** Where it runs. */
  readonly cwd: string;
  /** What the template is made of: absolute paths. */
  readonly sources: readonly string[];
  readonly watch: Watch;
  readonly events: EventSink;
  /** Called before and after; the assembly is between two states meanwhile. */
  readonly onStart: () => void;
  readonly onEnd: (isFine: boolean) => Promise<void>;
}

/** Synthesises again when what a template is made of has changed. */
export class SynthWatch {
  private readonly quiet = new Quiet(QUIET_MS, () => this.synthesise());
  private readonly watching: Watching;
  private child: ChildProcess | undefined;
  private isClosed = false;

  constructor(private readonly options: SynthWatchOptions) {
    this.watching = options.watch(options.sources, () => this.quiet.say());
  }

  /** Resolves when every save from now on is heard of. */
  get ready(): Promise<void> {
    return this.watching.ready;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.quiet.close();
    this.end();
    await this.watching.close();
  }

  private async synthesise(): Promise<void> {
    const { command, events, onStart, onEnd } = this.options;
    onStart();
    const { status, output } = await this.run();
    if (this.isClosed) return;
    if (status !== 0) {
      const message = `${command} ended with ${status}\n${output.trim()}`.trim();
      events({ kind: 'reload-failed', what: 'synth', message });
    }
    await onEnd(status === 0);
  }

  private run(): Promise<{ status: number | string; output: string }> {
    const { command, cwd } = this.options;
    return new Promise((resolve) => {
      // A group of its own, so that what the shell starts ends with it.
      const child = spawn(command, {
        cwd,
        shell: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
      });
      this.child = child;
      let output = '';
      const keep = (chunk: Buffer): void => {
        output = (output + chunk.toString()).slice(-20_000);
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.once('error', (error) => resolve({ status: error.message, output }));
      child.once('close', (status, signal) => resolve({ status: status ?? signal ?? 1, output }));
    });
  }

  private end(): void {
    const { child } = this;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself in the meantime.
    }
  }
}
