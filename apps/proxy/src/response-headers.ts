import type { HeaderPair } from '@furl/http-response';

import { endsHere } from './hop-by-hop';

/**
 * The header fields of the upstream's answer that the client gets: all but those that end here and those that the
 * platform sets itself on every response of a function URL.
 *
 * @param received the fields in their order, names in any case
 * @returns the fields in their order, names in lower case
 */
export function responseHeaders(received: readonly HeaderPair[]): HeaderPair[] {
  const fields = received.map(([name, value]): HeaderPair => [name.toLowerCase(), value]);
  const dropped = endsHere(fields.filter(([name]) => name === 'connection').map(([, value]) => value));
  return fields.filter(([name]) => !dropped(name) && !setByThePlatform.has(name));
}

const setByThePlatform = new Set(['content-length', 'date', 'x-amzn-requestid', 'x-amzn-trace-id']);
