import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatorEvent } from './events';

/** How large a log file grows before it is set aside; one older is kept beside it. In bytes. */
const FILE_LIMIT = 1024 * 1024;
const LONGEST_LINE = 16 * 1024;

/**
 * How long lines are collected before they are written, in milliseconds: a write each would cost every request dear, and
 * many lines become records at a fraction of what each costs by itself.
 */
const DELAY_MS = 20;
/** How much is collected at most, in characters. */
const COLLECTED_LIMIT = 256 * 1024;

/** A line of a function's log as it is kept on the disk. */
export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly kind: 'function' | 'platform';
  readonly line: string;
}

/**
 * Keeps what functions log on the disk, for `furl logs`: a record of JSON a line, a file a function, never more than
 * two files of about a megabyte each. A disk that is full or read-only costs the lines and nothing else.
 */
export class LogFiles {
  private readonly sizes = new Map<string, number>();
  /** By function name. */
  private readonly collected = new Map<string, LogRecord[]>();
  private collectedLength = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param folder made when the first line comes */
  constructor(
    private readonly folder: string,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Takes events as they happen; those that are no log line are none of its business. Never throws. */
  readonly take = (event: EmulatorEvent): void => {
    if (event.kind !== 'function-log' && event.kind !== 'platform-log') return;
    const kind = event.kind === 'function-log' ? 'function' : 'platform';
    const record: LogRecord = { time: this.clock(), kind, line: event.line.slice(0, LONGEST_LINE) };
    const records = this.collected.get(event.functionName);
    if (records === undefined) this.collected.set(event.functionName, [record]);
    else records.push(record);
    this.collectedLength += record.line.length;
    if (this.collectedLength >= COLLECTED_LIMIT) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), DELAY_MS);
  };

  /** Writes what was collected. Never throws. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const collected = [...this.collected];
    this.collected.clear();
    this.collectedLength = 0;
    for (const [functionName, records] of collected) {
      const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      try {
        this.append(logFile(this.folder, functionName), text);
      } catch {
        // Nobody's request fails for want of a log; the terminal has the line.
      }
    }
  }

  private append(file: string, text: string): void {
    let size = this.sizes.get(file);
    if (size === undefined) {
      mkdirSync(this.folder, { recursive: true });
      size = sizeOf(file);
    }
    if (size >= FILE_LIMIT) {
      renameSync(file, `${file}.1`);
      size = 0;
    }
    appendFileSync(file, text, { mode: 0o600 });
    this.sizes.set(file, size + Buffer.byteLength(text));
  }
}

/** Where the lines of a function are. */
export function logFile(folder: string, functionName: string): string {
  // Names in templates are not to be trusted with a path.
  return join(folder, `${functionName.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 128)}.log`);
}

/** The records of a log file and of the one before it, oldest first; none when there is none. */
export function readLog(folder: string, functionName: string): LogRecord[] {
  const file = logFile(folder, functionName);
  return [`${file}.1`, file].flatMap((path) => recordsOf(textOf(path)));
}

/** The records in a text; a line that is cut off, or that someone else wrote, is left out. */
export function recordsOf(text: string): LogRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value = JSON.parse(line) as Partial<LogRecord>;
      if (typeof value.time !== 'number' || typeof value.line !== 'string') return [];
      return [
        { time: value.time, kind: value.kind === 'platform' ? 'platform' : 'function', line: value.line },
      ];
    } catch {
      return [];
    }
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
