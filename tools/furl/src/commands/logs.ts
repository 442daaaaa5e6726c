import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { EmulatorError, logFile, readLog, recordsOf, type LogRecord } from '@furl/emulator';
import { endOfProcess } from '../end-of-process';
import { print, type Io } from '../io';
import { logsFolder } from '../locations';
import { logLines } from '../print/log-line';

const DEFAULT_COUNT = 100;
const CHUNK = 64 * 1024;

interface LogsOptions {
  readonly follow?: boolean;
  readonly lines: number;
  readonly json?: boolean;
}

/** A record, and whose it is. */
type NamedRecord = LogRecord & { readonly functionName: string };

/** `furl logs`: what functions have logged, in this run of the emulator or the last. */
export function logsCommand(io: Io): Command {
  return new Command('logs')
    .description('print what functions log; of all of them, or of one')
    .argument('[function]', 'its name')
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('-n, --lines <number>', 'how many of the last lines to begin with', parseCount, DEFAULT_COUNT)
    .option('--json', 'an object a line: functionName, time (ms since 1970), kind, line')
    .action(async (name: string | undefined, options: LogsOptions) => {
      const folder = logsFolder(io.cwd);
      const names = namesIn(folder, name);
      if (names.length === 0 && options.follow !== true) throw nothing(folder, name);
      const tails = new Map<string, Tail>();
      const begin = (each: string): void => void tails.set(each, new Tail(logFile(folder, each)));
      names.forEach(begin);
      const known = names.flatMap((each) =>
        readLog(folder, each).map((record) => ({ ...record, functionName: each })),
      );
      for (const record of inOrder(known).slice(-options.lines || known.length)) show(io, record, options);
      if (options.follow !== true) return;
      // What is not there cannot be watched.
      mkdirSync(folder, { recursive: true });
      const watching = io.watch([folder], () => {
        for (const each of namesIn(folder, name))
          if (!tails.has(each)) tails.set(each, new Tail(logFile(folder, each), 0));
        const fresh = [...tails].flatMap(([functionName, tail]) =>
          recordsOf(tail.read()).map((record) => ({ ...record, functionName })),
        );
        for (const record of inOrder(fresh)) show(io, record, options);
      });
      await endOfProcess();
      await watching.close();
    });
}

/** The end of a file that grows, and now and then begins anew. */
class Tail {
  private rest = '';

  /** @param position where to go on; the end of the file when absent */
  constructor(
    private readonly file: string,
    private position = sizeOf(file),
  ) {}

  /** The whole lines that have come since. */
  read(): string {
    let fd: number;
    try {
      fd = openSync(this.file, 'r');
    } catch {
      return '';
    }
    try {
      if (fstatSync(fd).size < this.position) this.position = 0;
      const buffer = Buffer.alloc(CHUNK);
      for (let count = readSync(fd, buffer, 0, CHUNK, this.position); count > 0;) {
        this.rest += buffer.toString('latin1', 0, count);
        this.position += count;
        count = readSync(fd, buffer, 0, CHUNK, this.position);
      }
    } finally {
      closeSync(fd);
    }
    const end = this.rest.lastIndexOf('\n') + 1;
    const whole = Buffer.from(this.rest.slice(0, end), 'latin1').toString('utf8');
    this.rest = this.rest.slice(end);
    return whole;
  }
}

function show(io: Io, record: NamedRecord, { json }: LogsOptions): void {
  if (json) return print(io, JSON.stringify(record));
  for (const line of logLines(record, io.stdout.isTTY ? io.stdout.columns : undefined)) print(io, line);
}

function inOrder(records: readonly NamedRecord[]): NamedRecord[] {
  return [...records].sort((one, other) => one.time - other.time);
}

function namesIn(folder: string, name: string | undefined): string[] {
  if (name !== undefined) return existsSync(logFile(folder, name)) ? [name] : [];
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) =>
    file.endsWith('.log') ? [file.slice(0, -'.log'.length)] : [],
  );
}

function sizeOf(file: string): number {
  try {
    const fd = openSync(file, 'r');
    const { size } = fstatSync(fd);
    closeSync(fd);
    return size;
  } catch {
    return 0;
  }
}

function nothing(folder: string, name: string | undefined): EmulatorError {
  const there = namesIn(folder, undefined);
  const what = name === undefined ? 'nothing has been logged' : `${name} has logged nothing`;
  const others = there.length === 0 ? `looked in ${join(folder)}` : `there are logs of ${there.join(', ')}`;
  return new EmulatorError(
    'NO_SESSION',
    `${what} (${others}): start npm start, or npx furl dev, and call it`,
  );
}

function parseCount(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('a number of lines is from 1 to 999999.');
}
