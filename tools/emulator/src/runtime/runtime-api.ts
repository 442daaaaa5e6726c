import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation } from './invocation';

/** The largest response that a runtime may post, in bytes: 6 MB and a little (Lambda quotas, "Invocation payload"). */
export const RESPONSE_LIMIT = 6_291_556;

/** What the runtime on the other side of the Runtime API does. */
export interface RuntimeListener {
  /** It asked for its next invocation: initialisation is over, or the one before is done. */
  onReady(): void;
  /** It handed in the result of `requestId`. */
  onResponse(requestId: string, payload: string): void;
  onError(requestId: string, error: RuntimeError): void;
  onInitError(error: RuntimeError): void;
}

/** An error as a runtime reports it. */
export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/**
 * The Runtime API (version 2018-06-01) for one sandbox, on a loopback port of its own, so that no sandbox can take or
 * answer another's invocations. Source of paths, headers, statuses and bodies: AWS Lambda Developer Guide, "Using the
 * Lambda runtime API for custom runtimes".
 */
export class RuntimeApi {
  private readonly server: Server;
  private waiting: ServerResponse | undefined;
  private pending: { invocation: Invocation; deadlineMs: number } | undefined;
  private current: string | undefined;

  private constructor(private readonly listener: RuntimeListener) {
    this.server = createServer((request, response) => void this.serve(request, response));
    // The runtime waits on /next for as long as nobody calls the function.
    this.server.requestTimeout = 0;
    this.server.keepAliveTimeout = 0;
  }

  /** Listens on a free port of 127.0.0.1. */
  static async listen(listener: RuntimeListener): Promise<RuntimeApi> {
    const api = new RuntimeApi(listener);
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

  /** Hands `invocation` to the runtime, which must be waiting for it. `deadlineMs` is in milliseconds since 1970. */
  deliver(invocation: Invocation, deadlineMs: number): void {
    this.pending = { invocation, deadlineMs };
    this.answerNext();
  }

  /** Stops listening and cuts every connection. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === '/2018-06-01/runtime/invocation/next') {
      this.current = undefined;
      this.waiting = response;
      response.once('close', () => {
        if (this.waiting === response) this.waiting = undefined;
      });
      if (this.pending) this.answerNext();
      else this.listener.onReady();
      return;
    }
    if (request.method === 'POST') {
      const body = await readBody(request, RESPONSE_LIMIT);
      if (path === '/2018-06-01/runtime/init/error') {
        answer(response, 202, { status: 'OK' });
        this.listener.onInitError(runtimeError(request, body ?? ''));
        return;
      }
      const [, id, what] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
      if (id !== undefined && what !== undefined) return this.takeResult(id, what, request, body, response);
    }
    answer(response, 404, { errorType: 'NotFound', errorMessage: `no such path: ${request.method} ${path}` });
  }

  private takeResult(
    id: string,
    what: string,
    request: IncomingMessage,
    body: string | undefined,
    response: ServerResponse,
  ): void {
    if (id !== this.current) {
      const errorType = this.current === undefined ? 'InvalidStateTransition' : 'InvalidRequestID';
      const errorMessage = `${id} is not the invocation that this runtime holds`;
      return answer(response, errorType === 'InvalidRequestID' ? 400 : 403, { errorType, errorMessage });
    }
    this.current = undefined;
    if (body === undefined) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT} bytes).`;
      answer(response, 413, { errorType: 'RequestEntityTooLarge', errorMessage });
      return this.listener.onError(id, { errorType: 'Function.ResponseSizeTooLarge', errorMessage });
    }
    answer(response, 202, { status: 'OK' });
    if (what === 'response') this.listener.onResponse(id, body);
    else this.listener.onError(id, runtimeError(request, body));
  }

  private answerNext(): void {
    if (!this.waiting || !this.pending) return;
    const { invocation, deadlineMs } = this.pending;
    const response = this.waiting;
    this.waiting = undefined;
    this.pending = undefined;
    this.current = invocation.requestId;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(invocation.payload),
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
      'Lambda-Runtime-Trace-Id': invocation.traceId,
    });
    response.end(invocation.payload);
  }
}

/** The body as UTF-8 text, or undefined when it is longer than `limit` bytes; it is read to its end in any case. */
async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    }
  } catch {
    // The runtime died while it wrote; its end is reported by the process, not here.
  }
  return size > limit ? undefined : Buffer.concat(chunks).toString('utf8');
}

function runtimeError(request: IncomingMessage, body: string): RuntimeError {
  const header = request.headers['lambda-runtime-function-error-type'];
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  const { errorType, errorMessage } = (parsed ?? {}) as { errorType?: unknown; errorMessage?: unknown };
  return {
    errorType: typeof errorType === 'string' ? errorType : typeof header === 'string' ? header : 'Error',
    errorMessage: typeof errorMessage === 'string' ? errorMessage : '',
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
