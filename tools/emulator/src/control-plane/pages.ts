/** A part of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Absent when this is the last one. */
  readonly next: string | undefined;
}

/** What a page is asked for. */
export interface PageRequest {
  /** The list, so that another list's tokens are not taken for its own: the operation's name. */
  readonly list: string;
  /** How many items at most. */
  readonly size: number;
  /** What the page before gave. */
  readonly token: string | undefined;
}

/**
 * A page of a list, in the order of its keys. A token names the last key of its page, not a place: what comes and goes between
 * two pages is neither shown twice nor does it hide what was there all the time.
 *
 * @returns undefined when the token is not one of this list's
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { list, size, token }: PageRequest,
): Page<T> | undefined {
  const after = token === undefined ? undefined : readToken(list, token);
  if (token !== undefined && after === undefined) return undefined;
  const keyed = all
    .map((item) => ({ key: keyOf(item), item }))
    .sort((one, other) => compare(one.key, other.key));
  const rest = after === undefined ? keyed : keyed.filter(({ key }) => key > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const isEnd = last === undefined || rest.length <= size;
  return { items: page.map(({ item }) => item), next: isEnd ? undefined : writeToken(list, last.key) };
}

/** The order of code units, which is the same everywhere. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function writeToken(list: string, key: string): string {
  return Buffer.from(`${list} ${key}`, 'utf8').toString('base64url');
}

function readToken(list: string, token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  return text.startsWith(`${list} `) ? text.slice(list.length + 1) : undefined;
}
