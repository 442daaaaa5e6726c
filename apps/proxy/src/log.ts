/** One line of the log: what happened, without secrets and without query values. */
export interface LogEntry {
  readonly level: 'error' | 'warn';
  readonly event: string;
  readonly [detail: string]: string | number | undefined;
}

/** Takes one line of the log. */
export type Log = (entry: LogEntry) => void;

/** Writes an entry as one line of JSON to standard error, which the platform keeps. */
export const consoleLog: Log = (entry) => {
  // eslint-disable-next-line no-console -- the console is the platform's log: the runtime adds time and request id
  console.error(JSON.stringify(entry));
};
