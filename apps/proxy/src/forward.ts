import http from 'node:http';
import https from 'node:https';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { HeaderPair } from '@furl/http-response';

import { startExchange, type SendOptions, type UpstreamResponse } from './exchange';
import type { Upstream } from './upstream-url';

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

/** One HTTP exchange with the upstream, up to the head of its answer. */
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
 * A connection that has idled longer than `idleMs` is not used again. No timer decides that: between two invocations the
 * process is frozen, and none fires. Redirects are not followed, bodies are not decoded.
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
  const agent = new client.Agent({ keepAlive: true });
  const usedUntil = new WeakMap<object, number>();
  const { protocol, hostname, port } = upstream;
  const target = { protocol, hostname, ...(port === '' ? {} : { port }), setHost: false };

  return {
    async send(request, options) {
      if (closeUnusable(agent, usedUntil, clock() - idleMs) && !idempotent.has(request.method)) {
        // What the upstream did while nothing ran here, such as closing, is heard when the event loop next polls, which is
        // between two turns. A request that must not be sent twice waits for that.
        await nextTurn();
        await nextTurn();
        closeUnusable(agent, usedUntil, clock() - idleMs);
      }
      const outgoing = client.request({
        ...target,
        agent: options.freshConnection ? false : agent,
        method: request.method,
        path: request.query === '' ? request.path : `${request.path}?${request.query}`,
        headers: wireHeaders(request),
      });
      return startExchange(outgoing, request.body, options, (socket) => usedUntil.set(socket, clock()));
    },
    close: () => agent.destroy(),
  };
}

/** Methods that may be sent twice (RFC 9110 §9.2.2). */
export const idempotent: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE']);

/**
 * Ends the kept connections that have idled since before `oldest`, and those that the upstream has ended.
 *
 * @returns whether any are left
 */
function closeUnusable(agent: http.Agent, usedUntil: WeakMap<object, number>, oldest: number): boolean {
  let isAnyLeft = false;
  for (const name in agent.freeSockets) {
    for (const socket of agent.freeSockets[name] ?? []) {
      if ((usedUntil.get(socket) ?? 0) <= oldest || socket.readableEnded || !socket.writable)
        socket.destroy();
      else isAnyLeft = true;
    }
  }
  return isAnyLeft;
}

/**
 * The fields as Node takes them unchanged: name, value, name … The length of the body comes last, which nothing that the
 * client said about framing can change. Without content, methods that anticipate none say nothing (RFC 9110 §8.6); for all
 * others Node would choose chunks.
 */
function wireHeaders({ method, headers, body }: SignedRequest): string[] {
  const flat: string[] = [];
  for (const [name, value] of headers) flat.push(name, wireValue(value));
  if (body.byteLength > 0 || !withoutContent.has(method))
    flat.push('content-length', String(body.byteLength));
  return flat;
}

const withoutContent = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Node writes one byte a character; a value that the platform decoded goes out as the UTF-8 that it came as. */
function wireValue(value: string): string {
  return /[^\x00-\xff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}
