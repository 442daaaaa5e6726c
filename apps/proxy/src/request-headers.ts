import { isIP } from 'node:net';

import type { FunctionUrlEvent, HeaderPair } from '@furl/http-response';

import { BadRequestError } from './errors';
import { endsHere } from './hop-by-hop';

/**
 * The header fields that the upstream gets, before they are signed: what the client sent, without what ends here,
 * what is made anew, and what only a trusted hop may say.
 *
 * | field | |
 * |---|---|
 * | hop-by-hop fields and those named by Connection | dropped (RFC 9110 §7.6.1) |
 * | `host`, `content-length`, `expect` | made anew for the next connection |
 * | `authorization`, `x-amz-*`, `x-amzn-*` | dropped: they speak for the signature; the trace id is handed on |
 * | `x-forwarded-*`, `forwarded`, `via`, `x-real-ip` | dropped: the client may have made them up |
 * | `x-forwarded-for` | the address that the platform saw |
 *
 * @param event the event of the client's request
 * @throws BadRequestError when a name is not a token or a value holds a control character (RFC 9110 §5.1, §5.5)
 */
export function requestHeaders(event: FunctionUrlEvent): HeaderPair[] {
  const received = Object.entries(event.headers).flatMap(([name, value]): HeaderPair[] =>
    value === undefined ? [] : [checked(name.toLowerCase(), value)],
  );
  const dropped = endsHere(received.filter(([name]) => name === 'connection').map(([, value]) => value));
  const forwarded = received.filter(([name]) => !dropped(name) && !isOurs(name));

  if (event.cookies !== undefined && !received.some(([name]) => name === 'cookie')) {
    forwarded.push(checked('cookie', event.cookies.join('; ')));
  }
  const { sourceIp } = event.requestContext.http;
  if (isIP(sourceIp) !== 0) forwarded.push(['x-forwarded-for', sourceIp]);
  return forwarded;
}

const traceId = 'x-amzn-trace-id';
const ourNames = new Set([
  'authorization',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'via',
  'x-real-ip',
]);
const ourPrefixes = ['x-amz-', 'x-amzn-', 'x-forwarded-'];

/** Whether a field is for this proxy to set, or for nobody. */
function isOurs(name: string): boolean {
  if (name === traceId) return false;
  return ourNames.has(name) || ourPrefixes.some((prefix) => name.startsWith(prefix));
}

function checked(name: string, value: string): HeaderPair {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) {
    throw new BadRequestError(
      `The name of a header field, ${printable(name)}, holds a character that is not allowed.`,
    );
  }
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new BadRequestError(`The header field "${name}" holds a control character, such as CR, LF or NUL.`);
  }
  return [name, value];
}

/** A hostile name in ASCII, quoted and cut. */
function printable(name: string): string {
  return JSON.stringify(name.slice(0, 64)).replace(/[^\x20-\x7e]/g, '?');
}
