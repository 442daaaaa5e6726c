import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PassThrough } from 'node:stream';
import { invocationHeaders } from './invocation-headers';
import { paceOf, type StreamRate } from './pace';
import { readPosted, type Posted } from './posted';
import { relayPosted } from './relay';
import type { Deliver, RuntimeSession, Verdict } from './runtime-session';

/** The largest response that a runtime may post, in bytes: 6 MB and a little (Lambda quotas, "Invocation payload"). */
export const RESPONSE_LIMIT = 6_291_556;
/** The largest response that a runtime may stream, in bytes (Lambda quotas, "streamed responses": 200 MB). */
export const STREAM_LIMIT = 200 * 1024 * 1024;

const DEFAULT_TYPE = 'application/octet-stream';
const NEXT = '/2018-06-01/runtime/invocation/next';
const INIT_ERROR = '/2018-06-01/runtime/init/error';
const RESULT = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

/**
 * The Runtime API (version 2018-06-01) for one sandbox, on a loopback port of its own, so that no sandbox can take or
 * answer another's invocations. Source of paths, headers, statuses and bodies: AWS Lambda Developer Guide, "Using the
 * Lambda runtime API for custom runtimes".
 */
export class RuntimeApi {
  private readonly server: Server;
  /** Bodies that are on their way in. */
  private receiving = 0;
  private readonly waitingForBodies: (() => void)[] = [];

  private constructor(
    private readonly session: RuntimeSession,
    private readonly streamRate: StreamRate | undefined,
  ) {
    this.server = createServer((request, response) => {
      // A runtime that dies in the middle of a request is seen by its process, not here.
      this.serve(request, response).catch(() => response.destroy());
    });
    // The runtime waits on /next for as long as nobody calls the function.
    this.server.requestTimeout = 0;
    this.server.keepAliveTimeout = 0;
  }

  /**
   * Listens on a free port of 127.0.0.1.
   *
   * @param streamRate how fast streams are taken that go on as they come; absent: as fast as they come
   */
  static async listen(session: RuntimeSession, streamRate?: StreamRate): Promise<RuntimeApi> {
    const api = new RuntimeApi(session, streamRate);
    await new Promise<void>((resolve, reject) => {
      api.server.once('error', reject);
      api.server.listen(0, '127.0.0.1', resolve);
    });
    return api;
  }

  /** `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** True while the runtime's answer is being read. */
  get isReceiving(): boolean {
    return this.receiving > 0;
  }

  /** Resolves when nothing is being read. */
  async hasReceived(): Promise<void> {
    if (this.receiving === 0) return;
    await new Promise<void>((resolve) => this.waitingForBodies.push(resolve));
  }

  /** Stops listening and cuts every connection. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === NEXT) {
      const deliver = deliverOver(response, this.session);
      response.once('close', () => this.session.leave(deliver));
      return this.session.next(deliver);
    }
    const [, id, what] = RESULT.exec(path) ?? [];
    if (request.method !== 'POST' || (path !== INIT_ERROR && id === undefined)) {
      request.resume();
      const errorMessage = `no such path: ${request.method} ${path}`;
      return answer(response, 404, { errorMessage, errorType: 'NotFound' });
    }
    this.receiving += 1;
    try {
      if (id === undefined) {
        const posted = await readPosted(request, RESPONSE_LIMIT);
        say(response, this.session.takeInitError(posted));
      } else {
        const { posted, stream } = await this.read(request, id, what === 'response');
        say(response, this.session.takeResult(id, what === 'error', posted, stream));
      }
    } finally {
      this.receiving -= 1;
      if (this.receiving === 0) for (const resolve of this.waitingForBodies.splice(0)) resolve();
    }
  }

  private async read(
    request: IncomingMessage,
    id: string,
    isResponse: boolean,
  ): Promise<{ readonly posted: Posted; readonly stream?: PassThrough }> {
    if (request.headers['lambda-runtime-function-response-mode'] !== 'streaming') {
      return { posted: await readPosted(request, RESPONSE_LIMIT) };
    }
    const contentType = request.headers['content-type'] ?? DEFAULT_TYPE;
    const stream = isResponse ? this.session.startStream(id, contentType) : undefined;
    if (stream === undefined) return { posted: await readPosted(request, STREAM_LIMIT) };
    return { stream, posted: await relayPosted(request, stream, STREAM_LIMIT, paceOf(this.streamRate)) };
  }
}

function deliverOver(response: ServerResponse, session: RuntimeSession): Deliver {
  return (invocation, deadlineMs) => {
    if (response.destroyed || response.socket?.destroyed !== false) return false;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(invocation.payload),
      ...invocationHeaders(invocation, deadlineMs),
    });
    response.end(invocation.payload);
    // Over HTTP nobody says that it was taken: it may have been.
    session.take();
    return true;
  };
}

function say(response: ServerResponse, { status, errorType, errorMessage }: Verdict): void {
  answer(response, status, status === 202 ? { status: 'OK' } : { errorMessage, errorType });
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
