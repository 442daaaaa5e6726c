import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FunctionUrl, LambdaFunction } from '@furl/cloud-assembly';
import type { KeyLookup } from '@furl/sigv4';
import type { Principal } from '../account/principal';
import type { EventSink } from '../events';
import type { FunctionHost } from '../runtime/function-host';
import { authorize } from './authorize';
import { receive, REQUEST_LIMIT } from './received-request';
import { functionFailed, requestTooLarge, tooManyRequests, unknownUrl, type Refusal } from './refusals';
import { traceId } from './trace-id';
import { urlEvent } from './url-event';
import { MalformedResponse, urlResponse, type UrlResponse } from './url-response';

/** A function URL with what stands behind it. */
export interface Route {
  readonly url: FunctionUrl;
  readonly fn: LambdaFunction;
  readonly host: FunctionHost;
}

/** What the front door needs. */
export interface FrontDoorOptions {
  /** By host name, without port, in lower case. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly lookUp: KeyLookup<Principal>;
  readonly events: EventSink;
  readonly clock: () => Date;
}

/** The HTTP server that stands where AWS's front end for function URLs stands: host name → function. */
export function createFrontDoor(options: FrontDoorOptions): Server {
  const server = createServer((request, response) => {
    serve(request, response, options).catch((error: unknown) => {
      // A client that goes away while it sends is no fault of anybody.
      if (request.destroyed || response.headersSent) response.destroy();
      else
        send(response, {
          status: 500,
          headers: [['Content-Type', 'text/plain']],
          body: Buffer.from(String(error)),
        });
    });
  });
  // The proxy keeps connections to the server; the platform must not be the one to close them under a request.
  server.keepAliveTimeout = 65_000;
  return server;
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  options: FrontDoorOptions,
): Promise<void> {
  const start = performance.now();
  const { events, routes } = options;
  const method = incoming.method ?? 'GET';
  const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
  const route = routes.get(hostName(incoming));
  const requestId = randomUUID();
  const refuse = (refusal: Refusal, explanation: string): void => {
    const functionName = route?.host.fn.functionName;
    events({ kind: 'refused', functionName, method, path, status: refusal.status, explanation });
    send(response, { ...fromRefusal(refusal), requestId });
  };

  if (route === undefined) {
    incoming.resume();
    return refuse(unknownUrl(), `no function URL is called ${JSON.stringify(hostName(incoming))} here`);
  }
  const request = await receive(incoming);
  if (request === undefined) {
    response.setHeader('Connection', 'close');
    return refuse(requestTooLarge(REQUEST_LIMIT), `the request has more than ${REQUEST_LIMIT} bytes`);
  }
  const authorization = authorize(request, { ...route, ...options });
  if (!authorization.allowed) return refuse(authorization.refusal, authorization.explanation);

  const now = options.clock();
  const trace = traceId(single(incoming, 'x-amzn-trace-id'), now);
  const { principal } = authorization;
  const event = urlEvent(request, { url: route.url, principal, requestId, traceId: trace, now });
  const answer = await invoke(route, JSON.stringify(event), { requestId, traceId: trace }, refuse);
  if (answer === undefined) return;
  send(response, { ...answer, requestId, traceId: trace, withoutBody: method === 'HEAD' });
  const { functionName } = route.host.fn;
  const durationMs = performance.now() - start;
  events({ kind: 'answered', functionName, method, path, status: answer.status, durationMs });
}

/** Runs the function; undefined when its failure has been answered already. */
async function invoke(
  { host, fn, url }: Route,
  payload: string,
  ids: { readonly requestId: string; readonly traceId: string },
  refuse: (refusal: Refusal, explanation: string) => void,
): Promise<UrlResponse | undefined> {
  const functionArn = url.qualifier === undefined ? fn.arn : `${fn.arn}:${url.qualifier}`;
  const { result } = await host.invoke({ ...ids, payload, functionArn });
  switch (result.kind) {
    case 'response':
      try {
        return urlResponse(result.payload);
      } catch (error) {
        if (!(error instanceof MalformedResponse)) throw error;
        refuse(functionFailed(), `malformed response: ${error.message}`);
        return undefined;
      }
    case 'throttled':
      refuse(
        tooManyRequests(),
        `all ${host.fn.reservedConcurrency} of the function's reserved concurrency are in use`,
      );
      return undefined;
    case 'timeout':
      refuse(functionFailed(), `Task timed out after ${result.seconds.toFixed(2)} seconds`);
      return undefined;
    default:
      refuse(functionFailed(), `${result.errorType}: ${result.errorMessage}`);
      return undefined;
  }
}

interface Outgoing extends UrlResponse {
  readonly requestId?: string;
  readonly traceId?: string;
  readonly withoutBody?: boolean;
}

function send(
  response: ServerResponse,
  { status, headers, body, requestId, traceId: trace, withoutBody }: Outgoing,
): void {
  const bodyless = status === 204 || status === 304;
  const all = [...headers];
  if (!bodyless) all.push(['Content-Length', String(body.length)]);
  if (requestId !== undefined) all.push(['x-amzn-RequestId', requestId]);
  if (trace !== undefined) all.push(['X-Amzn-Trace-Id', trace.replace(/^.*Root=/, 'root=')]);
  response.writeHead(status, all.flat());
  response.end(bodyless || withoutBody ? undefined : body);
}

function fromRefusal({ status, headers, body }: Refusal): UrlResponse {
  return { status, headers: Object.entries(headers), body: Buffer.from(body, 'utf8') };
}

/** The host name that the client asked for, without its port. */
function hostName(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
}

function single(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
