import type { IncomingMessage } from 'node:http';

/** The largest request that is taken, in bytes (Lambda quotas, "Invocation payload (request and response)": 6 MB). */
export const REQUEST_LIMIT = 6 * 1024 * 1024;
/** How much of a request that is too large is still read, in bytes, so that its sender gets to read the answer. */
const DRAIN_LIMIT = 64 * 1024 * 1024;

/** What stands before a request's body, and who sent it. */
export interface RequestHead {
  readonly method: string;
  /** The request target in origin-form, otherwise as received, a character a byte. */
  readonly target: string;
  /** What stands before the first `?` of the target, and what stands behind it. */
  readonly rawPath: string;
  readonly rawQueryString: string;
  /** In wire order, repeats kept. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The name that the client asks for, in lower case, without a port or a trailing dot; empty when it names none. */
  readonly hostName: string;
  readonly sourceIp: string;
}

/** A request as it came over the wire, its body read. */
export interface FrontDoorRequest extends RequestHead {
  readonly body: Uint8Array;
}

/**
 * Reads what stands before the body.
 *
 * @returns a text that says what is wrong, when it is no request that a function URL could serve (RFC 9112 §3.2)
 */
export function readHead(request: IncomingMessage): RequestHead | string {
  const { rawHeaders, method = 'GET', url = '/' } = request;
  const received: [name: string, value: string][] = [];
  const hosts: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    received.push([name, value]);
    if (name.length === 4 && name.toLowerCase() === 'host') hosts.push(value);
  }
  if (hosts.length === 0 && request.httpVersion === '1.1') return 'there is no Host header (RFC 9112 §3.2)';
  if (hosts.length > 1) return `there are ${hosts.length} Host headers, and there must be one`;

  // A target in absolute-form takes the place of the Host header (RFC 9112 §3.2.2).
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  const target = authority === undefined ? url : rest.startsWith('/') ? rest : `/${rest}`;
  if (!target.startsWith('/')) return `the target ${JSON.stringify(url)} does not begin with a slash`;
  const headers =
    authority === undefined
      ? received
      : [['Host', authority] as const, ...received.filter(([name]) => name.toLowerCase() !== 'host')];
  const question = target.indexOf('?');
  return {
    method,
    target,
    rawPath: question === -1 ? target : target.slice(0, question),
    rawQueryString: question === -1 ? '' : target.slice(question + 1),
    headers,
    hostName: hostName(authority ?? hosts[0] ?? ''),
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  };
}

/** True when the request says of itself that it is larger than {@link REQUEST_LIMIT}. */
export function declaresTooMuch(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > REQUEST_LIMIT;
}

/**
 * Reads a body to its end.
 *
 * @returns undefined when it is longer than {@link REQUEST_LIMIT}
 * @throws Error when the client goes away before the end
 */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  // Without either header there is no body (RFC 9112 §6.3).
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding === undefined && (length === undefined || length === '0')) {
    request.resume();
    return Promise.resolve(Buffer.alloc(0));
  }
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= REQUEST_LIMIT) chunks.push(chunk);
      else chunks = [];
      if (size > DRAIN_LIMIT) {
        request.pause();
        resolve(undefined);
      }
    });
    request.once('end', () => resolve(size > REQUEST_LIMIT ? undefined : Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the client went away'));
    });
  });
}

function hostName(authority: string): string {
  return authority.trim().replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
}
