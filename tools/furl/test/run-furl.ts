import { Writable } from 'node:stream';
import type { Io } from '../src/io';
import { run } from '../src/program';

/** What a command has printed. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, into a pipe, or onto a terminal of so many columns. */
export async function runFurl(argv: readonly string[], cwd: string, columns?: number): Promise<Ran> {
  const [stdout, stderr] = [collector(), collector()];
  const io: Io = {
    stdout: Object.assign(stdout.stream, columns === undefined ? {} : { columns, isTTY: true }),
    stderr: stderr.stream,
    cwd,
    watch: () => {
      throw new Error('nothing is watched here');
    },
  };
  const status = await run(argv, io, { preload: '', runtimeClient: '', runtimesFolder: '' });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: unknown, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
