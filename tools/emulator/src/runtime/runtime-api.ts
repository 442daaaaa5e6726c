import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PassThrough } from 'node:stream';
import type { FunctionResponse, Invocation } from './invocation';
import { paceOf, type StreamRate } from './pace';
import { readPosted, runtimeError, type Posted, type RuntimeError } from './posted';
import { relayPosted } from './relay';

/** The largest response that a runtime may post, in bytes: 6 MB and a little (Lambda quotas, "Invocation payload"). */
export const RESPONSE_LIMIT = 6_291_556;
/** The largest response that a runtime may stream, in bytes (Lambda quotas, "streamed responses": 200 MB). */
export const STREAM_LIMIT = 200 * 1024 * 1024;

/** What the runtime on the other side of the Runtime API does. */
export interface RuntimeListener {
  /** It waits for its next invocation: initialisation is over, or the one before is done. */
  onReady(): void;
  /** It handed in the result of the invocation that it holds. */
  onResponse(response: FunctionResponse | { readonly kind: 'streamed' }): void;
  /**
   * It begins to stream a response.
   *
   * @returns where the bytes go as they come; undefined collects them for {@link onResponse}
   */
  onStream?(contentType: string): PassThrough | undefined;
  onError(error: RuntimeError): void;
  onInitError(error: RuntimeError): void;
}

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
  private waiting: ServerResponse | undefined;
  private isInitialised = false;
  /** The invocation that was delivered last. */
  private current: { readonly requestId: string; isAnswered: boolean; isStreaming: boolean } | undefined;
  /** Bodies that are on their way in. */
  private receiving = 0;
  private readonly waitingForBodies: (() => void)[] = [];

  private constructor(
    private readonly listener: RuntimeListener,
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
  static async listen(listener: RuntimeListener, streamRate?: StreamRate): Promise<RuntimeApi> {
    const api = new RuntimeApi(listener, streamRate);
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

  /**
   * Hands `invocation` to the runtime.
   *
   * @param deadlineMs in milliseconds since 1970
   * @returns false when the runtime no longer waits for one
   */
  deliver(invocation: Invocation, deadlineMs: number): boolean {
    const response = this.waiting;
    if (response === undefined || response.destroyed || response.socket?.destroyed !== false) return false;
    this.waiting = undefined;
    this.current = { requestId: invocation.requestId, isAnswered: false, isStreaming: false };
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(invocation.payload),
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
      'Lambda-Runtime-Trace-Id': invocation.traceId,
      ...(invocation.clientContext !== undefined && {
        'Lambda-Runtime-Client-Context': invocation.clientContext,
      }),
    });
    response.end(invocation.payload);
    return true;
  }

  /** Stops listening and cuts every connection. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === NEXT) {
      this.waiting = response;
      response.once('close', () => {
        if (this.waiting === response) this.waiting = undefined;
      });
      return this.becomeReady();
    }
    const [, id, what] = RESULT.exec(path) ?? [];
    if (request.method !== 'POST' || (path !== INIT_ERROR && id === undefined)) {
      request.resume();
      return refuse(response, 404, 'NotFound', `no such path: ${request.method} ${path}`);
    }
    this.receiving += 1;
    try {
      const { posted, stream } = await this.read(request, id, what);
      if (id === undefined) this.takeInitError(posted, response);
      else this.takeResult(id, what === 'error', posted, response, stream);
    } finally {
      this.receiving -= 1;
      if (this.receiving === 0) for (const resolve of this.waitingForBodies.splice(0)) resolve();
    }
    this.becomeReady();
  }

  private async read(
    request: IncomingMessage,
    id: string | undefined,
    what: string | undefined,
  ): Promise<{ readonly posted: Posted; readonly stream?: PassThrough }> {
    const { current } = this;
    if (request.headers['lambda-runtime-function-response-mode'] !== 'streaming') {
      return { posted: await readPosted(request, RESPONSE_LIMIT) };
    }
    const isExpected =
      what === 'response' && current?.requestId === id && !current?.isAnswered && !current?.isStreaming;
    const stream = isExpected
      ? this.listener.onStream?.(request.headers['content-type'] ?? DEFAULT_TYPE)
      : undefined;
    if (current === undefined || stream === undefined)
      return { posted: await readPosted(request, STREAM_LIMIT) };
    current.isStreaming = true;
    return {
      stream,
      posted: await relayPosted(request, stream, STREAM_LIMIT, paceOf(this.streamRate)),
    };
  }

  /** A runtime may ask for the next invocation while its last answer is still on its way, on another connection. */
  private becomeReady(): void {
    if (this.waiting === undefined || this.current?.isAnswered === false) return;
    this.isInitialised = true;
    this.listener.onReady();
  }

  private takeInitError(posted: Posted, response: ServerResponse): void {
    if (this.isInitialised) return refuseTransition(response, 'InitError');
    accept(response);
    this.listener.onInitError(runtimeError(posted));
  }

  private takeResult(
    id: string,
    isError: boolean,
    posted: Posted,
    response: ServerResponse,
    stream: PassThrough | undefined,
  ): void {
    const { current } = this;
    if (current === undefined || id !== current.requestId) {
      return refuse(response, 400, 'InvalidRequestID', `${id} is not the invocation that this runtime holds`);
    }
    const isAnother = current.isStreaming && stream === undefined;
    if (current.isAnswered || isAnother)
      return refuseTransition(response, isError ? 'ErrorResponse' : 'Response');
    current.isAnswered = true;
    if (posted.body === undefined) {
      const errorMessage = `Response payload size (${posted.size} bytes) exceeded maximum allowed payload size (${posted.limit} bytes).`;
      refuse(response, 413, 'RequestEntityTooLarge', errorMessage);
      return this.listener.onError({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
    }
    accept(response);
    // A streaming handler that fails says so behind its body: its status line is long gone.
    if (isError || posted.trailingErrorType !== undefined) {
      const error = runtimeError(posted);
      stream?.destroy(new Error(`${error.errorType}: ${error.errorMessage}`));
      return this.listener.onError(error);
    }
    if (stream !== undefined) {
      stream.end();
      return this.listener.onResponse({ kind: 'streamed' });
    }
    if (posted.isStream) {
      return this.listener.onResponse({
        kind: 'stream',
        contentType: posted.contentType,
        body: posted.body,
      });
    }
    this.listener.onResponse({ kind: 'response', payload: posted.body.toString('utf8') });
  }
}

function accept(response: ServerResponse): void {
  answer(response, 202, { status: 'OK' });
}

function refuseTransition(response: ServerResponse, to: string): void {
  refuse(response, 403, 'InvalidStateTransition', `Transition to ${to} is not allowed in the present state`);
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  answer(response, status, { errorMessage, errorType });
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
