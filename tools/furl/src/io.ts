import type { Readable, Writable } from 'node:stream';
import type { Watch } from '@furl/emulator';

/** All that a command has of the world outside: what it prints goes through here, and what it watches. */
export interface Io {
  readonly stdout: Writable & { readonly columns?: number; readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Where answers to questions come from; nobody is there to ask without it. */
  readonly stdin?: Readable & { readonly isTTY?: boolean };
  readonly cwd: string;
  readonly watch: Watch;
}

/** The process's own. */
export function processIo(watch: Watch): Io {
  // A reader that has seen enough (`furl curl … | head`) closes the pipe: that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    // Opened only where somebody is asked.
    get stdin() {
      return process.stdin;
    },
    cwd: process.cwd(),
    watch,
  };
}

/** How long lines are collected before they are written, in milliseconds: a write each would cost every request dear. */
const DELAY_MS = 5;
const collected = new WeakMap<Io, Line[]>();

/** A line, or what makes it when it is written: many are made at a fraction of what each costs by itself. */
export type Line = string | (() => string);

/** Writes a line to standard output; at once, or with what comes within a few milliseconds. */
export function print(io: Io, line: Line = ''): void {
  const lines = collected.get(io);
  if (lines !== undefined) {
    lines.push(line);
    return;
  }
  const fresh = [line];
  collected.set(io, fresh);
  setTimeout(() => flush(io), DELAY_MS);
}

/** Writes what was printed and is not yet written. */
export function flush(io: Io): void {
  const lines = collected.get(io);
  collected.delete(io);
  if (lines === undefined) return;
  io.stdout.write(lines.map((line) => `${typeof line === 'string' ? line : line()}\n`).join(''));
}
