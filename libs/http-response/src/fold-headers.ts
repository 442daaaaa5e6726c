import type { HeaderPair } from './function-url-result';

/** Header fields in the form that a function URL takes them. */
export interface FoldedHeaders {
  /** Names in lower case, repeated fields joined with `, ` (RFC 9110 §5.3). */
  readonly headers: Record<string, string>;
  /** The values of the Set-Cookie fields, which cannot be joined (RFC 6265 §3). */
  readonly cookies: string[];
}

/**
 * Folds header fields from the wire into one value a name, in their order, and sets the cookies apart.
 *
 * @param pairs the fields in their order; names in any case
 */
export function foldHeaders(pairs: Iterable<HeaderPair>): FoldedHeaders {
  const folded = new Map<string, string>();
  const cookies: string[] = [];
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') {
      cookies.push(value);
      continue;
    }
    const before = folded.get(key);
    folded.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  // fromEntries defines properties instead of assigning them: a field called __proto__ is only a field.
  return { headers: Object.fromEntries(folded), cookies };
}
