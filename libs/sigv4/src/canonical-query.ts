import { recode } from './percent-encoding';

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
  for (const piece of withPlusAs(plus, query).split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = recode(equals === -1 ? piece : piece.slice(0, equals));
    // NUL never stands in an encoded text, and sorts before all that does: names are compared before values.
    if (!without.includes(name))
      pieces.push(`${name}\0${equals === -1 ? '' : recode(piece.slice(equals + 1))}`);
  }
  return pieces.sort().join('&').replaceAll('\0', '=');
}

/** A query with something else for each raw `+`. */
export function withPlusAs(plus: PlusReading, query: string): string {
  return query.includes('+') ? query.replaceAll('+', plus) : query;
}
