import type { HeaderPairs } from './types';
import { byteString } from './wire-bytes';

/**
 * The canonical headers: for each signed name a line `name:value`, the values of a repeated header joined with `,` in
 * wire order (IAM User Guide, "Create a signed AWS API request", step 1). A name that was not sent gets an empty line.
 * @param headers as they go, or came, on the wire; names in any case
 * @param signedHeaders lower-case names in ascending order
 */
export function canonicalHeaders(headers: HeaderPairs, signedHeaders: readonly string[]): string {
  const values = new Map<string, string | undefined>(signedHeaders.map((name) => [name, undefined]));
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!values.has(key)) continue;
    const before = values.get(key);
    const canonical = canonicalHeaderValue(value);
    values.set(key, before === undefined ? canonical : `${before},${canonical}`);
  }
  let lines = '';
  for (const name of signedHeaders) lines += `${name}:${values.get(name) ?? ''}\n`;
  return lines;
}

/**
 * A header's value without blanks around it, each run of blanks inside as one space, quotes or not. Blanks are space
 * and tab (RFC 9110 §5.6.3) and no others: 0xA0 is a byte of many a UTF-8 character.
 */
export function canonicalHeaderValue(value: string): string {
  // Of a token, a hash, a date there is nothing to be done.
  if (!NEEDS_WORK.test(value)) return value;
  return byteString(value).replace(BLANKS, ' ').replace(OUTER_BLANKS, '');
}

const NEEDS_WORK = /[^!-~]/;
const BLANKS = /[ \t]{2,}|\t/g;
const OUTER_BLANKS = /^ | $/g;
