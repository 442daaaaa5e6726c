import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

/** How long a child may take to end by itself, in milliseconds. */
const GRACE_MS = 5_000;

/** The processes that a bench has started: whatever ends the bench, they end with it. */
export class Children {
  private readonly running = new Map<ChildProcess, Promise<void>>();
  private readonly onExit = (): void => {
    for (const child of this.running.keys()) child.kill('SIGKILL');
    this.cleanUp();
  };
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    void this.close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };

  /** @param cleanUp called when all have ended, also when the bench is interrupted */
  constructor(private readonly cleanUp: () => void) {
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
    process.on('exit', this.onExit);
  }

  /** Starts a process; it is waited for, and ended, by {@link end} or {@link close}. */
  spawn(file: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(file, args, options);
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      // Not started at all: the caller hears of it, too.
      child.once('error', () => resolve());
    });
    this.running.set(
      child,
      ended.then(() => void this.running.delete(child)),
    );
    return child;
  }

  /** Asks a process to end, and after five seconds ends it. */
  async end(child: ChildProcess): Promise<void> {
    const ended = this.running.get(child);
    if (ended === undefined) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
  }

  /** Ends what still runs, cleans up, and stops listening for signals. */
  async close(): Promise<void> {
    await Promise.all([...this.running.keys()].map((child) => this.end(child)));
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
    process.off('exit', this.onExit);
    this.cleanUp();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
