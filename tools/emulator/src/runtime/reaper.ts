import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Reads `+ <pid> <folder>` and `- <pid>`; at the end of its input it kills the process groups that are left and removes
 * their folders; 0 stands for no process. The input ends when the emulator has gone, however it went, as nobody else holds the other end.
 */
const SCRIPT = `
set --
while IFS=' ' read -r sign pid folder; do
  if [ "$sign" = + ]; then set -- "$@" "$pid $folder"; continue; fi
  for entry do shift; [ "\${entry%% *}" = "$pid" ] || set -- "$@" "$entry"; done
done
for entry do
  [ "\${entry%% *}" = 0 ] || kill -s KILL -- "-\${entry%% *}"
  rm -rf -- "\${entry#* }"
done
`;

/**
 * Ends sandboxes after an emulator that was killed and could not do so itself. The channel (preload/channel.ts) does
 * that for sandboxes whose event loop turns; this is for those in an endless loop. One `sh` for all sandboxes, started
 * with the first; there is none on Windows.
 */
export class Reaper {
  private child: ChildProcess | undefined;

  /**
   * Marks a process group for its end.
   *
   * @param folder removed with it; a path without a line break
   */
  watch(pid: number, folder: string): void {
    this.say(`+ ${pid} ${folder}`);
  }

  /** Marks a folder that belongs to no process. */
  watchFolder(folder: string): void {
    this.say(`+ 0 ${folder}`);
  }

  /** The group has ended: its id may soon be another's. */
  release(pid: number): void {
    this.say(`- ${pid}`);
  }

  /** Ends the reaper, and with it whatever is still marked. Resolves when it has ended. */
  async close(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    await new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      child.once('error', () => resolve());
      child.stdin?.end();
    });
  }

  private say(line: string): void {
    if (process.platform === 'win32') return;
    this.child ??= start();
    this.child.stdin?.write(`${line}\n`);
  }
}

function start(): ChildProcess {
  // A process group of its own, or Ctrl-C would end it before its time.
  const child = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    // It needs rm, wherever that is.
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/bin:/bin` },
  });
  // Where there is no sh, the channel alone must do.
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
