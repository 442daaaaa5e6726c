import { withPlusAs } from './canonical-query';
import { SigV4Error } from './errors';
import type { SignableRequest } from './types';
import { byteString } from './wire-bytes';

/** A request's parts, each fit to be signed and sent. */
export interface RequestParts {
  readonly method: string;
  /** Byte strings, as they go on the wire. */
  readonly path: string;
  readonly query: string;
  /** The caller's headers under lower-case names, without those that only the signer sets. */
  readonly headers: [name: string, value: string][];
  /** Which of them the signature covers, each once. */
  readonly signedHeaders: string[];
}

/**
 * Takes a request apart and refuses what no signature can make safe.
 * @throws SigV4Error `InvalidRequest`
 */
export function requestParts({
  method,
  host,
  path: givenPath,
  query: givenQuery,
  headers: given = [],
}: SignableRequest): RequestParts {
  check('method', method, TOKEN.test(method), 'is no HTTP token');
  check('host', host, HOST.test(host), 'is no host[:port]');
  const target = byteString(givenQuery ? `${givenPath}?${givenQuery}` : givenPath);
  check(
    'path',
    target,
    target.startsWith('/') && !LINE_BREAKING.test(target),
    'must start with "/", and hold no CR, LF, NUL',
  );
  const [path, query] = splitTarget(target);
  const headers: [string, string][] = [];
  const signedHeaders: string[] = [];
  for (const [givenName, value] of given) {
    const name = givenName.toLowerCase();
    const fine = TOKEN.test(name) && typeof value === 'string' && !LINE_BREAKING.test(value);
    check('header', name, fine, 'must have a token as name, and as value text without CR, LF, NUL');
    if (SIGNERS_OWN.test(name)) continue;
    headers.push([name, byteString(value)]);
    if (SIGNED.test(name) && !signedHeaders.includes(name)) signedHeaders.push(name);
  }
  return { method: method.toUpperCase(), path, query: withPlusAs('%20', query), headers, signedHeaders };
}

/** A request target's path and query, split at the first `?`; the query is empty when there is none. */
export function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

/**
 * Refuses a query that carries query authentication beside the signature that is being made.
 * @param canonical the canonical query
 * @throws SigV4Error `InvalidRequest`
 */
export function refuseQueryAuthentication(canonical: string): void {
  const name = queryAuthenticationIn(canonical);
  check('query parameter', name, !name, 'would be a second signature: leave it out');
}

/** The first parameter of query authentication in a canonical query; `undefined` when there is none. */
export function queryAuthenticationIn(canonical: string): string | undefined {
  return canonical.includes('X-Amz-') ? QUERY_AUTHENTICATION.exec(canonical)?.[1] : undefined;
}

/** What ends a line of a request's head, or its text. */
export const LINE_BREAKING = /[\r\n\0]/;

/** An HTTP token (RFC 9110 §5.6.2). */
export const TOKEN = /^[!#$%&'*+.^`|~\w-]+$/;

const HOST = /^[^\0- /?#@\\\x7f-\uffff]+$/;
const SIGNED = /^(?:content-type$|x-amz-)/;
const SIGNERS_OWN = /^(?:authorization|host|x-amz-(?:content-sha256|date|security-token))$/;
const QUERY_AUTHENTICATION =
  /(?:^|&)(X-Amz-(?:Algorithm|Credential|Date|Expires|Security-Token|SignedHeaders|Signature))=/;

function check(what: string, value: string | undefined, fine: boolean, why: string): void {
  if (!fine) throw new SigV4Error('InvalidRequest', `the ${what} ${JSON.stringify(value)} ${why}`);
}
