import http from 'node:http';
import https from 'node:https';

import type { HeaderPair } from '@furl/http-response';

import type { Upstream } from './config';
import { UpstreamError } from './errors';
import { upstreamError } from './upstream-errors';

/** A request as it goes onto the wire: signed, nothing to be changed but the framing. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  /** All fields but those of the framing, `host` included. */
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
}

/** The upstream's answer, whole. */
export interface UpstreamResponse {
  readonly statusCode: number;
  /** As they came: in their order, names in any case. */
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
}

/** Bounds of one exchange. */
export interface SendOptions {
  /** Milliseconds from the start to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Bytes of the answer's body. */
  readonly maximumBodyBytes: number;
  /** Whether to open a connection of its own instead of taking one that is kept. */
  readonly freshConnection?: boolean;
}

/** One HTTP exchange with the upstream. */
export type Send = (request: SignedRequest, options: SendOptions) => Promise<UpstreamResponse>;

/** Something that sends, and holds connections until it is closed. */
export interface Sender {
  readonly send: Send;
  /** Ends all connections, those in use too. */
  close(): void;
}

/**
 * Opens nothing yet: connections are made by the first `send` and kept for the next.
 *
 * A connection that has idled longer than `idleMs` is not used again, also when the process was frozen meanwhile
 * and no timer could fire. Redirects are not followed, bodies are not decoded.
 *
 * @param upstream where to
 * @param options.idleMs how long a connection is kept; below the 5 s after which common servers close theirs
 * @param options.clock milliseconds since 1970
 */
export function createSender(
  upstream: Upstream,
  { idleMs = 4_000, clock = Date.now }: { idleMs?: number; clock?: () => number } = {},
): Sender {
  const client = upstream.protocol === 'https:' ? https : http;
  const agent = new client.Agent({ keepAlive: true, timeout: idleMs });
  let lastUsed = clock();

  return {
    async send(request, options) {
      if (clock() - lastUsed >= idleMs) closeIdle(agent);
      try {
        return await exchange(
          client,
          { ...target(upstream), agent: options.freshConnection ? false : agent },
          request,
          options,
        );
      } finally {
        lastUsed = clock();
      }
    },
    close: () => agent.destroy(),
  };
}

/** Node takes a longer time for 1 ms. */
const longestTimer = 2 ** 31 - 1;

function target({ protocol, hostname, port }: Upstream): http.RequestOptions {
  return { protocol, hostname, ...(port === '' ? {} : { port }) };
}

function closeIdle(agent: http.Agent): void {
  for (const sockets of Object.values(agent.freeSockets))
    for (const socket of sockets ?? []) socket.destroy();
}

async function exchange(
  client: typeof http | typeof https,
  connection: http.RequestOptions,
  request: SignedRequest,
  { timeoutMs, maximumBodyBytes }: SendOptions,
): Promise<UpstreamResponse> {
  const outgoing = client.request({
    ...connection,
    method: request.method,
    path: request.query === '' ? request.path : `${request.path}?${request.query}`,
    headers: [...request.headers, ...framing(request)].flatMap(([name, value]) => [name, wireValue(value)]),
    setHost: false,
  });
  const bytesRead = countBytesRead(outgoing);
  let phase: 'connecting' | 'waiting' | 'reading' = 'connecting';
  outgoing.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', () => (phase = 'waiting'));
    else phase = 'waiting';
  });
  let timedOut = false;
  const timer = setTimeout(
    () => {
      timedOut = true;
      outgoing.destroy();
    },
    Math.min(timeoutMs, longestTimer),
  );

  try {
    const incoming = await responseHead(outgoing, request.body);
    phase = 'reading';
    const headers = pairs(incoming.rawHeaders);
    const body = await wholeBody(incoming, request.method === 'HEAD' ? Infinity : maximumBodyBytes);
    return { statusCode: incoming.statusCode ?? 0, headers, body };
  } catch (error) {
    outgoing.destroy();
    throw upstreamError(error, {
      phase,
      timedOut,
      timeoutMs,
      staleConnection: outgoing.reusedSocket && bytesRead() === 0,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Settles once: with the head of the answer, or with what kept it from coming. */
function responseHead(outgoing: http.ClientRequest, body: Uint8Array): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Stays after the answer began: an error without a listener would end the process.
    outgoing.on('error', reject);
    outgoing.once('close', () => reject(new Error('the connection closed without an answer')));
    outgoing.end(body);
  });
}

async function wholeBody(incoming: http.IncomingMessage, maximumBytes: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new UpstreamError(
      'http_response_body_size',
      `The upstream's answer is larger than the ${maximumBytes} bytes that this function may return.`,
    );
  if (Number(incoming.headers['content-length'] ?? 0) > maximumBytes) throw tooLarge();

  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maximumBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/**
 * The length of the body, which nothing that the client said about framing can change. Without content, only a method
 * that anticipates some says so (RFC 9110 §8.6).
 */
function framing({ method, body }: SignedRequest): HeaderPair[] {
  if (body.byteLength === 0 && !['POST', 'PUT', 'PATCH'].includes(method)) return [];
  return [['content-length', String(body.byteLength)]];
}

/** Node writes one byte a character; a value that the platform decoded goes out as the UTF-8 that it came as. */
function wireValue(value: string): string {
  return /[^\x00-\xff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}

function pairs(rawHeaders: readonly string[]): HeaderPair[] {
  const fields: HeaderPair[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    fields.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return fields;
}

/** How many bytes came over the connection since this request took it. */
function countBytesRead(outgoing: http.ClientRequest): () => number {
  let read = () => 0;
  outgoing.once('socket', (socket) => {
    const before = socket.bytesRead;
    read = () => socket.bytesRead - before;
  });
  return () => read();
}
