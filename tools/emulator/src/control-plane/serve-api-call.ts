import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { globalContext } from '../account/global-context';
import {
  declaresTooMuch,
  readBody,
  readHead,
  REQUEST_LIMIT,
  type FrontDoorRequest,
} from '../gateway/received-request';
import { ApiError } from './api-error';
import { authenticate } from './authenticate';
import { authorizeCall } from './authorize-call';
import { claimedScope } from './credential-scope';
import type { ApiAnswer, ApiCall, Backend, Operation, Service } from './operation';
import type { Protocol } from './protocols/protocol';
import { protocolOf } from './protocols/protocol-of';
import { restJson } from './protocols/rest-json';
import { SERVICES } from './services';
import type { Called } from './trail';

/**
 * Answers one call of an AWS API: who calls, which operation, may the caller, the operation. Never throws and never rejects:
 * what goes wrong here is answered 500, and told to the terminal.
 *
 * @param waitsForContinue the client sends its body only after `100 Continue` (RFC 9110 §10.1.1)
 */
export async function serveApiCall(
  incoming: IncomingMessage,
  response: ServerResponse,
  backend: Backend,
  waitsForContinue: boolean,
): Promise<void> {
  const exchange = new ApiExchange(incoming, response, backend);
  try {
    await exchange.serve(waitsForContinue);
  } catch (error) {
    // A client that goes away while it sends or reads is no fault of anybody.
    if (!incoming.complete || response.headersSent) response.destroy();
    else exchange.fail(asApiError(error));
  }
}

class ApiExchange {
  private readonly start = performance.now();
  private readonly requestId = randomUUID();
  private protocol: Protocol = restJson;
  private service: Service | undefined;
  private operation: Operation | undefined;
  private functionName: string | undefined;
  /** The ARN of what the operation is done to. */
  private resource: string | undefined;

  constructor(
    private readonly incoming: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly backend: Backend,
  ) {}

  async serve(waitsForContinue: boolean): Promise<void> {
    const { incoming, response, backend } = this;
    const head = readHead(incoming);
    if (typeof head === 'string') {
      this.fail(new ApiError('BadRequestException', 400, head), waitsForContinue);
      return void incoming.resume();
    }
    const scope = claimedScope(head);
    this.service = scope && SERVICES.get(scope.service);
    this.protocol = this.service?.protocol ?? protocolOf(head);
    if (waitsForContinue) {
      // What is refused unread must not be taken for the next request.
      if (declaresTooMuch(incoming)) return this.fail(tooLarge(), true);
      response.writeContinue();
    }
    const body = await readBody(incoming);
    if (body === undefined) return this.fail(tooLarge(), true);

    const request: FrontDoorRequest = { ...head, body };
    const known = scope ?? { region: 'us-east-1', service: 'lambda' };
    const principal = authenticate(request, known, this.protocol, backend);
    if (principal instanceof ApiError) return this.fail(principal);
    const service = this.service ?? { name: known.service, protocol: this.protocol, operations: [] };
    const { operation, input } = this.protocol.find(request, service);
    this.operation = operation;
    const call: ApiCall = {
      requestId: this.requestId,
      region: known.region,
      principal,
      input,
      request,
      header: (name) => text(incoming.headers[name]),
      backend,
    };
    await this.succeed(await this.carryOut(call, { service, operation }), operation, service);
  }

  /** Answers with an error, and tells the terminal why. */
  fail(error: ApiError, isLast = false): void {
    const { protocol, service, requestId, response } = this;
    this.backend.events({
      kind: 'refused',
      functionName: this.functionName,
      method: this.incoming.method ?? 'GET',
      path: this.called,
      status: error.status,
      explanation: error.explanation,
    });
    const { headers, body } = protocol.failure(error, requestId, service);
    response.writeHead(error.status, {
      ...headers,
      'Content-Length': body.length,
      'x-amzn-RequestId': requestId,
      ...(isLast && { Connection: 'close' }),
    });
    response.end(body);
  }

  /**
   * Does what is asked for, and puts it on record.
   *
   * @throws ApiError when the input is not the operation's, the caller may not, or it cannot be done
   */
  private async carryOut(call: ApiCall, called: Called): Promise<ApiAnswer> {
    const { operation } = called;
    const { trail } = call.backend;
    try {
      const unknown =
        operation.members && call.input.names.find((name) => !operation.members?.includes(name));
      if (unknown !== undefined) throw this.protocol.unknownMember(unknown, operation);
      this.authorize(call, operation);
      const answer = await operation.handle(call);
      trail.record(call, called, this.resource);
      return answer;
    } catch (error) {
      if (error instanceof ApiError) trail.record(call, called, this.resource, error);
      throw error;
    }
  }

  /** @throws ApiError when the caller may not */
  private authorize(call: ApiCall, { action, target }: Operation): void {
    const done = target?.(call);
    this.functionName = done?.functionName;
    this.resource = done?.resource;
    if (action === undefined || done === undefined) return;
    const context = {
      ...globalContext({
        now: call.backend.clock(),
        region: call.region,
        sourceIp: call.request.sourceIp,
        userAgent: call.header('user-agent') ?? '',
      }),
      ...done.context,
    };
    const denial = authorizeCall(call.principal, action, { ...done, context });
    if (denial === undefined) return;
    const { accessDenied, accessDeniedPrefix = '', accessDeniedStatus = 403 } = this.protocol;
    const message = `${accessDeniedPrefix}${denial.message}`;
    throw new ApiError(accessDenied, accessDeniedStatus, message, denial.explanation);
  }

  private async succeed(answer: ApiAnswer, operation: Operation, service: Service): Promise<void> {
    const { requestId, response, protocol } = this;
    const { status = 200, body, explanation } = answer;
    const ids = { ...answer.headers, 'x-amzn-RequestId': requestId };
    if (isStream(body)) {
      response.writeHead(status, ids);
      await pipeline(Readable.from(body), response);
    } else if (body === undefined) {
      response.writeHead(status, { ...ids, ...(status !== 204 && { 'Content-Length': 0 }) });
      response.end();
    } else {
      const written =
        body instanceof Uint8Array
          ? { headers: {}, body }
          : protocol.success(body, operation, service, requestId);
      response.writeHead(status, { ...written.headers, ...ids, 'Content-Length': written.body.length });
      response.end(written.body);
    }
    const told = { method: this.incoming.method ?? 'GET', path: this.called, status };
    const functionName = this.functionName ?? service.name;
    this.backend.events(
      explanation === undefined
        ? { kind: 'answered', functionName, ...told, durationMs: performance.now() - this.start }
        : { kind: 'refused', functionName, ...told, explanation },
    );
  }

  /** What is called, for the terminal: the operation where it is known, else the path. */
  private get called(): string {
    const { service, operation, incoming } = this;
    if (service !== undefined && operation !== undefined) return `${service.name}:${operation.name}`;
    return (incoming.url ?? '/').split('?', 1)[0] ?? '/';
  }
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(
    'ServiceException',
    500,
    'An internal error occurred. Please try again.',
    `a fault of the emulator: ${(error as Error)?.stack ?? String(error)}`,
  );
}

function tooLarge(): ApiError {
  return new ApiError(
    'RequestTooLargeException',
    413,
    `Request must be smaller than ${REQUEST_LIMIT} bytes for the InvokeFunction operation`,
    `the request has more than ${REQUEST_LIMIT} bytes`,
    { members: { Type: 'User' }, messageMember: 'message' },
  );
}

function isStream(body: ApiAnswer['body']): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
