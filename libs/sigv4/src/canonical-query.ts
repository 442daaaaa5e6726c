import { percentDecode, percentEncode } from './percent-encoding';

/** What a raw `+` in a query stands for: signers disagree, and AWS does not say. */
export type PlusReading = '%20' | '%2B';

/**
 * The canonical query string: names and values decoded byte by byte and encoded again with nothing but the unreserved
 * characters left, sorted by encoded name, then by encoded value; a name without a value gets a `=` (IAM User Guide,
 * "Create a signed AWS API request", step 1). Repeated names stay, empty pieces (`a&&b`) go.
 * @param query a byte string, without the `?`
 * @param plus what a raw `+` stands for
 * @param without encoded names that are left out, as the signature itself is from a presigned query
 */
export function canonicalQuery(
  query: string,
  plus: PlusReading = '%20',
  without: readonly string[] = [],
): string {
  if (query === '') return '';
  const pieces: string[] = [];
  for (const [name, value] of queryPairs(query, plus)) {
    // NUL never stands in an encoded name, and sorts before all that does: names are compared before values.
    if (!without.includes(name)) pieces.push(`${name}\0${value}`);
  }
  if (pieces.length > 1) pieces.sort();
  return pieces.join('&').replaceAll('\0', '=');
}

/** The query's names and values in wire order, each in its canonical encoding. */
export function queryPairs(query: string, plus: PlusReading = '%20'): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  const unplussed = query.includes('+') ? query.replaceAll('+', plus) : query;
  for (const piece of unplussed.split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    if (equals === -1) pairs.push([recode(piece), '']);
    else pairs.push([recode(piece.slice(0, equals)), recode(piece.slice(equals + 1))]);
  }
  return pairs;
}

function recode(text: string): string {
  return percentEncode(percentDecode(text));
}
