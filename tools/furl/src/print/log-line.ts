import pc from 'picocolors';

/** Colours that are told apart on light and dark terminals; red is for errors, green for answers. */
const COLOURS = [pc.cyan, pc.magenta, pc.blue, pc.yellow, pc.cyanBright, pc.magentaBright] as const;

/** The same colour for the same function, in every run. */
export function functionColour(name: string): (text: string) => string {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[hash % COLOURS.length] ?? pc.cyan;
}

/** What to know to print a line. */
export interface LogLine {
  readonly functionName: string;
  readonly kind: 'function' | 'platform';
  readonly line: string;
}

/**
 * A log line for people: the function in its colour in front of every line; a line of JSON as time, level, message and
 * then its other fields, an error with its stack indented; the platform's own lines dimmed. Control characters of a
 * function do not reach the terminal.
 *
 * @param columns how wide the terminal is: what is longer is cut; undefined: nothing is
 */
export function logLines({ functionName, kind, line }: LogLine, columns: number | undefined): string[] {
  const prefix = `${functionName} `;
  const room = columns === undefined ? Infinity : Math.max(20, columns - prefix.length);
  const painted = functionColour(functionName)(functionName);
  if (kind === 'platform')
    return [pc.dim(cut(`${prefix}${clean(platformLine(line))}`, room + prefix.length))];
  return readable(line).map(({ text, paint }) => `${painted} ${paint(cut(clean(text), room))}`);
}

/** Functions whose log format is JSON have the platform's lines in JSON too; here they read as the others' do. */
function platformLine(line: string): string {
  const event = parse(line);
  const record = event?.['record'];
  const type = event?.['type'];
  if (typeof type !== 'string' || typeof record !== 'object' || record === null) return line;
  const { requestId, metrics, ...rest } = record as Readonly<Record<string, unknown>>;
  const fields = Object.entries({ ...rest, ...(typeof metrics === 'object' ? metrics : {}) });
  const word = type.replace(/^platform\./, '').toUpperCase();
  return [
    word,
    ...(requestId === undefined ? [] : [`RequestId: ${String(requestId)}`]),
    ...fields.map(([name, value]) => `${name}=${show(value)}`),
  ].join(' ');
}

interface Piece {
  readonly text: string;
  readonly paint: (text: string) => string;
}

const plain = (text: string): string => text;
const LEVELS: Readonly<Record<string, (text: string) => string>> = {
  TRACE: pc.dim,
  DEBUG: pc.dim,
  WARN: pc.yellow,
  ERROR: pc.red,
  FATAL: pc.red,
  CRITICAL: pc.red,
};
/** Under which names loggers write what is told first; the others follow as fields. */
const NAMES = {
  time: ['timestamp', 'time', '@timestamp'],
  level: ['level', 'severity'],
  message: ['message', 'msg'],
} as const;

function readable(line: string): Piece[] {
  const record = parse(line);
  if (record === undefined) return [{ text: line, paint: plain }];
  const rest = new Map(Object.entries(record));
  const take = (names: readonly string[]): unknown => {
    const name = names.find((each) => rest.has(each));
    const value = name === undefined ? undefined : rest.get(name);
    if (name !== undefined) rest.delete(name);
    return value;
  };
  if (isMetricsDirective(rest.get(METRICS))) rest.delete(METRICS);
  const time = clockOf(take(NAMES.time));
  const level = String(take(NAMES.level) ?? '').toUpperCase();
  const message = take(NAMES.message);
  const errors: Piece[] = [];
  const fields: string[] = [];
  const addError = (error: NonNullable<ReturnType<typeof errorOf>>): void => {
    errors.push({ text: `    ${error.title}`, paint: pc.red });
    errors.push(...error.stack.map((text) => ({ text: `      ${text}`, paint: pc.dim })));
  };
  const own = errorOf(message) ?? errorOf(record);
  if (own !== undefined) addError(own);
  for (const [name, value] of rest) {
    if (own !== undefined && ERROR_FIELDS.includes(name)) continue;
    const error = errorOf(value);
    if (error === undefined) fields.push(`${name}=${show(value)}`);
    else addError(error);
  }
  const shown = errorOf(message) === undefined && message !== undefined ? show(message) : '';
  const text = [time, level, shown, ...fields].filter((part) => part !== '').join(' ');
  return [{ text, paint: LEVELS[level] ?? plain }, ...errors];
}

/**
 * Tells CloudWatch which of the line's other fields are metrics (Amazon CloudWatch User Guide, "Embedded metric format
 * specification"). Their values are shown; this is longer than they are, and the same in every line.
 */
const METRICS = '_aws';

function isMetricsDirective(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'CloudWatchMetrics' in value;
}

const ERROR_FIELDS = ['errorType', 'errorMessage', 'stackTrace', 'stack', 'name'];

/** As Lambda's JSON logs write errors, and as loggers do. */
function errorOf(value: unknown): { title: string; stack: string[] } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const error = value as Readonly<Record<string, unknown>>;
  const trace = error['stackTrace'] ?? error['stack'];
  const type = error['errorType'] ?? error['name'];
  const message = error['errorMessage'] ?? (trace === undefined ? undefined : error['message']);
  if (trace === undefined || (type === undefined && message === undefined)) return undefined;
  const lines = (Array.isArray(trace) ? trace : String(trace).split('\n')).map((each) => String(each).trim());
  const title = [type, message]
    .filter((part) => part !== undefined)
    .map(String)
    .join(': ');
  return { title, stack: lines.filter((each) => each !== '' && each !== title) };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The time of day: the date is today's. */
function clockOf(time: unknown): string {
  const date = typeof time === 'number' || typeof time === 'string' ? new Date(time) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(11, 23);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

/** Colours may stay; whatever else would move the cursor, or rewrite what stands above, may not. */
function clean(text: string): string {
  return text

    .replace(/\x1b(?!\[[0-9;]*m)/g, '␛')

    .replace(/[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f\u0080-\u009f]/g, '�');
}
