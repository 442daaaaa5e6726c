import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isApiCall, serveApiCall, type Backend } from '../control-plane';
import { asBytes } from './answer';
import { badRequest, type Refusal } from './refusals';
import { serveRequest, type ServeOptions } from './serve-request';

/** What the front door needs. */
export interface FrontDoorOptions extends ServeOptions {
  /** What stands behind the AWS APIs; undefined while there is nothing yet. */
  readonly backend: () => Backend | undefined;
}

/** A request that is being read or answered. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * The HTTP server that stands where AWS's front end for function URLs stands: host name → function. What it cannot
 * understand it refuses itself, with a request id and a word to the terminal like every other refusal.
 */
export function createFrontDoor(options: FrontDoorOptions): Server {
  const exchanges = new WeakMap<Duplex, Exchange>();
  const handle = (request: IncomingMessage, response: ServerResponse, waitsForContinue: boolean): void => {
    exchanges.set(request.socket, { request, response });
    const backend = isApiCall(request) ? options.backend() : undefined;
    if (backend === undefined) void serveRequest(request, response, options, waitsForContinue);
    else void serveApiCall(request, response, backend, waitsForContinue);
  };
  // A request without Host is refused like any other: with a request id, and a word to the terminal.
  const server = createServer({ requireHostHeader: false }, (request, response) =>
    handle(request, response, false),
  );
  server.on('checkContinue', (request, response) => handle(request, response, true));
  // An expectation that nobody knows may be ignored (RFC 9110 §10.1.1).
  server.on('checkExpectation', (request, response) => handle(request, response, false));
  server.on('connect', (_request, socket) => {
    refuse(socket, badRequest(405), 'CONNECT asks for a proxy, and this is none', options);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const exchange = exchanges.get(socket);
    const isBehindAnother =
      exchange !== undefined && exchange.request.complete && !exchange.response.writableEnded;
    // Nothing may be written into, or in the place of, another request's answer.
    if (!socket.writable || error.code === 'ECONNRESET' || isBehindAnother) return void socket.destroy();
    refuse(socket, badRequest(statusOf(error)), `not a request: ${error.message}`, options);
  });
  // The proxy keeps connections to the server; the platform must not be the one to close them under a request.
  server.keepAliveTimeout = 65_000;
  // node:http would leave out what is above it without a word; the size of all headers is bounded anyway.
  server.maxHeadersCount = 0;
  return server;
}

function refuse(socket: Duplex, refusal: Refusal, explanation: string, { events }: ServeOptions): void {
  const { status } = refusal;
  events({ kind: 'refused', functionName: undefined, method: '-', path: '-', status, explanation });
  socket.on('error', () => undefined);
  socket.end(asBytes(refusal, randomUUID()), () => socket.destroy());
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 413;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    default:
      return 400;
  }
}
