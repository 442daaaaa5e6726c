import type { HeaderPair } from '@furl/http-response';

import { endsHere } from './hop-by-hop';

/**
 * The header fields of the upstream's answer that the client gets: all but those that end here and those that the
 * platform sets itself on every response of a function URL.
 *
 * @param received the fields in their order, names in any case, a character a byte
 * @returns the fields in their order, names in lower case, values as text: the platform takes JSON
 */
export function responseHeaders(received: readonly HeaderPair[]): HeaderPair[] {
  const fields: HeaderPair[] = [];
  const connection: string[] = [];
  for (const [givenName, value] of received) {
    const name = givenName.toLowerCase();
    if (name === 'connection') connection.push(value);
    else if (!setByThePlatform.has(name)) fields.push([name, text(value)]);
  }
  const dropped = endsHere(connection);
  return fields.filter(([name]) => !dropped.has(name));
}

const setByThePlatform = new Set(['content-length', 'date', 'x-amzn-requestid', 'x-amzn-trace-id']);

/** Bytes that are UTF-8 as the text they stand for, others as the ISO-8859-1 that HTTP once had (RFC 9110 §5.5). */
function text(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  const decoded = Buffer.from(value, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? value : decoded;
}
