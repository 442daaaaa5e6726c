import { isIP } from 'node:net';

import type { FunctionUrlEvent, HeaderPair } from '@furl/http-response';

import { BadRequestError, RequestError } from './errors';
import { endsHere } from './hop-by-hop';

/** What the fields say beyond the client's own. */
export interface RequestHeadersOptions {
  /** Whether the client's Authorization goes on, as `x-original-authorization`. */
  readonly handsOnAuthorization?: boolean;
  /** The trace of this invocation, of which the upstream's becomes a part; by default the one that came with the request. */
  readonly traceId?: string | undefined;
}

/**
 * The header fields that the upstream gets, before they are signed: what the client sent, without what ends here,
 * what is made anew, and what only a trusted hop may say.
 *
 * | field | |
 * |---|---|
 * | hop-by-hop fields and those named by Connection | dropped (RFC 9110 §7.6.1) |
 * | `host`, `content-length`, `expect` | made anew for the next connection |
 * | `authorization`, `x-amz-*`, `x-amzn-*` | dropped: they speak for the signature; the trace id is handed on |
 * | `x-original-authorization` | dropped: it says what the client's `authorization` was, where that is handed on |
 * | `x-forwarded-*`, `forwarded`, `x-real-ip` | made anew from what the platform saw (RFC 7239), or dropped |
 * | `via` | made anew: this proxy by the name of its URL (RFC 9110 §7.6.3) |
 *
 * @param event the event of the client's request
 * @throws BadRequestError when a name is not a token or a value holds a control character (RFC 9110 §5.1, §5.5)
 * @throws RequestError `proxy_loop_detected` when the request came through this proxy before
 */
export function requestHeaders(
  event: FunctionUrlEvent,
  { handsOnAuthorization = false, traceId }: RequestHeadersOptions = {},
): HeaderPair[] {
  const received: [name: string, value: string][] = [];
  const connection: string[] = [];
  for (const [givenName, value] of Object.entries(event.headers)) {
    if (value === undefined) continue;
    const name = givenName.toLowerCase();
    check(name, value);
    received.push([name, value]);
    if (name === 'connection') connection.push(value);
  }

  const { domainName, http } = event.requestContext;
  const host = typeof domainName === 'string' && hostAndPort.test(domainName) ? domainName : undefined;
  const self = host ?? 'furl-proxy';
  const dropped = endsHere(connection);
  const forwarded: HeaderPair[] = [];
  let trace = traceId;
  let hasCookie = false;
  for (const [name, value] of received) {
    if (name === 'via') refuseLoop(value, self);
    if (dropped.has(name)) continue;
    if (name === 'x-amzn-trace-id') trace ??= value;
    if (name === 'authorization' && handsOnAuthorization) forwarded.push(['x-original-authorization', value]);
    if (isOurs(name)) continue;
    if (name === 'cookie') hasCookie = true;
    forwarded.push([name, value]);
  }
  if (event.cookies !== undefined && !hasCookie && !dropped.has('cookie')) {
    const cookie = event.cookies.join('; ');
    check('cookie', cookie);
    forwarded.push(['cookie', cookie]);
  }
  if (trace !== undefined) forwarded.push(['x-amzn-trace-id', trace]);
  forwarded.push(['via', `1.1 ${self}`]);
  addOrigin(forwarded, http.sourceIp, host);
  return forwarded;
}

const ourNames = new Set([
  'authorization',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'via',
  'x-original-authorization',
  'x-real-ip',
]);

/** Whether a field is for this proxy to set, or for nobody. */
function isOurs(name: string): boolean {
  return (
    ourNames.has(name) ||
    name.startsWith('x-amz-') ||
    name.startsWith('x-amzn-') ||
    name.startsWith('x-forwarded-')
  );
}

const hostAndPort = /^[a-z0-9.-]+(?::\d+)?$/i;

/** For whom, to which name and by what the request came: over TLS, which is the only way to a function URL. */
function addOrigin(headers: HeaderPair[], sourceIp: string, host: string | undefined): void {
  const forwarded: string[] = [];
  const version = isIP(sourceIp);
  if (version !== 0) {
    headers.push(['x-forwarded-for', sourceIp]);
    forwarded.push(version === 6 ? `for="[${sourceIp}]"` : `for=${sourceIp}`);
  }
  if (host !== undefined) {
    headers.push(['x-forwarded-host', host]);
    forwarded.push(`host="${host}"`);
  }
  forwarded.push('proto=https');
  headers.push(
    ['x-forwarded-port', '443'],
    ['x-forwarded-proto', 'https'],
    ['forwarded', forwarded.join(';')],
  );
}

/** RFC 9110 §7.6.3: each member is a protocol, the name of who received by it, and perhaps a comment. */
function refuseLoop(via: string, self: string): void {
  const name = self.toLowerCase();
  if (!via.split(',').some((member) => member.trim().split(/\s+/)[1]?.toLowerCase() === name)) return;
  throw new RequestError(
    'proxy_loop_detected',
    502,
    'The request came through this proxy before: the upstream leads back to it.',
  );
}

function check(name: string, value: string): void {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) {
    throw new BadRequestError(
      `The name of a header field, ${printable(name)}, holds a character that is not allowed.`,
    );
  }
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new BadRequestError(`The header field "${name}" holds a control character, such as CR, LF or NUL.`);
  }
}

/** A hostile name in ASCII, quoted and cut. */
function printable(name: string): string {
  return JSON.stringify(name.slice(0, 64)).replace(/[^\x20-\x7e]/g, '?');
}
