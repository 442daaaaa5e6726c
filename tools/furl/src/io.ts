import type { Writable } from 'node:stream';
import type { Watch } from '@furl/emulator';

/** All that a command has of the world outside: what it prints goes through here, and what it watches. */
export interface Io {
  readonly stdout: Writable & { readonly columns?: number; readonly isTTY?: boolean };
  readonly stderr: Writable;
  readonly cwd: string;
  readonly watch: Watch;
}

/** The process's own. */
export function processIo(watch: Watch): Io {
  // A reader that has seen enough (`furl curl … | head`) closes the pipe: that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return { stdout: process.stdout, stderr: process.stderr, cwd: process.cwd(), watch };
}

/** Writes a line to standard output. */
export function print(io: Io, line = ''): void {
  io.stdout.write(`${line}\n`);
}
