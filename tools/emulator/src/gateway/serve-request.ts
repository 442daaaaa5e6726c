import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionUrl, LambdaFunction } from '@furl/cloud-assembly';
import type { KeyLookup } from '@furl/sigv4';
import type { Principal } from '../account/principal';
import type { EventSink } from '../events';
import type { FunctionHost } from '../runtime/function-host';
import { answer, asResponse } from './answer';
import { authorize } from './authorize';
import { callFunction } from './call-function';
import { corsHeaders, preflightAnswer } from './cors';
import { declaresTooMuch, readBody, readHead, REQUEST_LIMIT } from './received-request';
import { badRequest, ourFault, requestTooLarge, unknownUrl, type Refusal } from './refusals';
import { sendStream } from './send-stream';
import { traceOf } from './trace-id';
import { urlEvent } from './url-event';

/** A function URL with what stands behind it. */
export interface Route {
  readonly url: FunctionUrl;
  readonly fn: LambdaFunction;
  readonly host: FunctionHost;
}

/** What serving needs. */
export interface ServeOptions {
  /** By host name, without port, in lower case. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly lookUp: KeyLookup<Principal>;
  readonly events: EventSink;
  readonly clock: () => Date;
}

/**
 * Answers one request: which function, may the caller, the event, the function, its answer. Never throws and never
 * rejects: what goes wrong here is answered 500, and told to the terminal.
 *
 * @param waitsForContinue the client sends its body only after `100 Continue` (RFC 9110 §10.1.1)
 */
export async function serveRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
  waitsForContinue: boolean,
): Promise<void> {
  const exchange = new Exchange(incoming, response, options, waitsForContinue);
  try {
    await exchange.serve();
  } catch (error) {
    // A client that goes away while it sends is no fault of anybody.
    if (!incoming.complete || response.headersSent) response.destroy();
    else exchange.refuse(ourFault(), `a fault of the emulator: ${(error as Error)?.stack ?? String(error)}`);
  }
}

class Exchange {
  private readonly start = performance.now();
  private readonly requestId = randomUUID();
  private readonly method: string;
  private readonly path: string;
  private functionName: string | undefined;

  constructor(
    private readonly incoming: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly options: ServeOptions,
    private readonly waitsForContinue: boolean,
  ) {
    this.method = incoming.method ?? 'GET';
    this.path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
  }

  async serve(): Promise<void> {
    const { incoming, response, options, requestId } = this;
    const head = readHead(incoming);
    if (typeof head === 'string') return this.refuseUnread(badRequest(400), head);
    const route = options.routes.get(head.hostName);
    if (route === undefined) {
      return this.refuseUnread(
        unknownUrl(),
        `no function URL is called ${JSON.stringify(head.hostName)} here`,
      );
    }
    this.functionName = route.host.fn.functionName;
    const { cors } = route.url;
    const preflight = cors && preflightAnswer(cors, incoming);
    if (preflight !== undefined) {
      incoming.resume();
      answer(response, preflight, { requestId, isLast: this.waitsForContinue });
      return this.tell(preflight.status);
    }
    const tooLarge = `the request has more than ${REQUEST_LIMIT} bytes`;
    if (this.waitsForContinue) {
      if (declaresTooMuch(incoming)) return this.refuseUnread(requestTooLarge(REQUEST_LIMIT), tooLarge);
      response.writeContinue();
    }
    const body = await readBody(incoming);
    if (body === undefined) return this.refuse(requestTooLarge(REQUEST_LIMIT), tooLarge, true);

    const request = { ...head, body };
    const authorization = authorize(request, {
      url: route.url,
      fn: route.fn,
      lookUp: options.lookUp,
      clock: options.clock,
    });
    if (!authorization.allowed) return this.refuse(authorization.refusal, authorization.explanation);
    const now = options.clock();
    const trace = traceOf(text(incoming.headers['x-amzn-trace-id']), now);
    const { principal } = authorization;
    const { url } = route;
    const event = urlEvent(request, { url, principal, requestId, traceId: trace.eventHeader, now });
    const ids = {
      requestId,
      trace: trace.responseHeader,
      more: cors && corsHeaders(cors, incoming.headers.origin),
    };
    const outcome = await callFunction(route, {
      requestId,
      traceId: trace.runtimeHeader,
      payload: JSON.stringify(event),
      sendStream: (stream) => sendStream(stream, response, ids),
    });
    if (outcome.kind === 'failed') return this.refuse(outcome.refusal, outcome.explanation);
    if (outcome.kind === 'cut') {
      return this.report(outcome.status, `the connection was cut: ${outcome.explanation}`);
    }
    if (outcome.kind === 'answered') answer(response, outcome.response, ids);
    this.tell(outcome.kind === 'answered' ? outcome.response.status : outcome.status);
  }

  refuse(refusal: Refusal, explanation: string, isLast = false): void {
    this.report(refusal.status, explanation);
    answer(this.response, asResponse(refusal), { requestId: this.requestId, isLast });
  }

  private tell(status: number): void {
    const { functionName = '', method, path } = this;
    const durationMs = performance.now() - this.start;
    this.options.events({ kind: 'answered', functionName, method, path, status, durationMs });
  }

  private report(status: number, explanation: string): void {
    const { functionName, method, path } = this;
    this.options.events({ kind: 'refused', functionName, method, path, status, explanation });
  }

  /** For a request whose body nobody is going to read. */
  private refuseUnread(refusal: Refusal, explanation: string): void {
    this.refuse(refusal, explanation, this.waitsForContinue);
    this.incoming.resume();
  }
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
