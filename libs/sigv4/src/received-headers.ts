import { quoted, refusal } from './refusals';
import { LINE_BREAKING } from './request-parts';
import type { HeaderPairs, Refusal } from './types';

/** How much a verifier reads: far above what AWS's front door lets through (10 KB), far below what would slow it down. */
export const HEADER_LIMIT = 64 * 1024;

/** Header values in wire order under lower-case names. */
export type ReceivedHeaders = ReadonlyMap<string, readonly string[]>;

/** Sorts out what came; refuses what is too long, and what a header cannot hold. */
export function receivedHeaders(pairs: HeaderPairs): ReceivedHeaders | Refusal {
  const headers = new Map<string, string[]>();
  let length = 0;
  for (const [name, value] of pairs) {
    length += name.length + value.length + 4;
    if (length > HEADER_LIMIT) {
      return refusal(
        'IncompleteSignatureException',
        'The request headers are too long.',
        `The headers are longer than ${HEADER_LIMIT} bytes together: nothing was verified. Send fewer, or shorter ones.`,
      );
    }
    if (LINE_BREAKING.test(name) || LINE_BREAKING.test(value)) {
      return refusal(
        'IncompleteSignatureException',
        'The request holds an invalid header.',
        `The header ${quoted(name)} holds a CR, LF or NUL, which no HTTP header can: it would forge a line of the canonical request.`,
      );
    }
    const key = name.toLowerCase();
    const values = headers.get(key);
    if (values === undefined) headers.set(key, [value]);
    else values.push(value);
  }
  return headers;
}
