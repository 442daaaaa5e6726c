import { SigV4Error } from './errors';
import { queryAuthenticationIn } from './query-authentication';
import type { HeaderPairs, SignableRequest } from './types';
import { byteString } from './wire-bytes';

/** The headers that a signature covers, of those that a caller gives; all `x-amz-*` besides. */
const CALLERS_SIGNED_HEADER = 'content-type';

/** A request's parts, each fit to be signed and sent. */
export interface RequestParts {
  readonly method: string;
  /** As it goes on the wire, and the same as a byte string. */
  readonly path: string;
  readonly pathBytes: string;
  readonly query: string;
  readonly queryBytes: string;
  /** The caller's headers under lower-case names, without those that only the signer sets. */
  readonly headers: [name: string, value: string][];
  /** Which of them the signature covers, each once. */
  readonly signedHeaders: string[];
}

/**
 * Takes a request apart and refuses what no signature can make safe.
 * @throws SigV4Error `InvalidRequest`
 */
export function requestParts(request: SignableRequest): RequestParts {
  const { method, host, path, query } = request;
  if (!TOKEN.test(method)) throw invalid('the method', method, 'is no HTTP method');
  if (!HOST.test(host)) throw invalid('the host', host, 'is no host[:port] as a Host header has it');
  const target = query === undefined || query === '' ? path : `${path}?${query}`;
  if (target.charCodeAt(0) !== 0x2f) throw invalid('the path', path, 'must start with "/"');
  if (LINE_BREAKING.test(target)) {
    throw invalid('the path or query', target, 'holds a CR, LF or NUL: percent-encode it');
  }
  const bytes = byteString(target);
  const [wirePath, wireQuery] = splitTarget(target);
  const [pathBytes, queryBytes] = splitTarget(bytes);
  const headers: [string, string][] = [];
  const signedHeaders: string[] = [];
  if (request.headers !== undefined) collectHeaders(request.headers, headers, signedHeaders);
  return {
    method: method.toUpperCase(),
    path: wirePath,
    pathBytes,
    query: withoutPlus(wireQuery),
    queryBytes: withoutPlus(queryBytes),
    headers,
    signedHeaders,
  };
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
  if (name !== undefined)
    throw invalid('the query parameter', name, 'belongs to query authentication: leave it out');
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HOST = /^[^\u0000-\u0020\u007f/?#@\\]+$/;

const LINE_BREAKING = /[\r\n\0]/;

function collectHeaders(given: HeaderPairs, headers: [string, string][], signedHeaders: string[]): void {
  for (const [givenName, value] of given) {
    if (!TOKEN.test(givenName)) throw invalid('the header name', givenName, 'is no HTTP token');
    const name = givenName.toLowerCase();
    if (typeof value !== 'string' || LINE_BREAKING.test(value)) {
      throw invalid(
        'the header',
        name,
        'must be a text without CR, LF and NUL: repeat the header for more values',
      );
    }
    if (SIGNERS_OWN.has(name)) continue;
    headers.push([name, value]);
    if ((name === CALLERS_SIGNED_HEADER || name.startsWith('x-amz-')) && !signedHeaders.includes(name)) {
      signedHeaders.push(name);
    }
  }
}

const SIGNERS_OWN: ReadonlySet<string> = new Set([
  'authorization',
  'host',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]);

function withoutPlus(query: string): string {
  return query.includes('+') ? query.replaceAll('+', '%20') : query;
}

function invalid(what: string, value: string, why: string): SigV4Error {
  return new SigV4Error('InvalidRequest', `${what} ${JSON.stringify(value)?.slice(0, 200)} ${why}`);
}
