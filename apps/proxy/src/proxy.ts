import {
  bufferedResponse,
  problem,
  requestBody,
  type FunctionUrlEvent,
  type FunctionUrlResult,
  type HeaderPair,
} from '@furl/http-response';

import { BadRequestError, UpstreamError } from './errors';
import type { Send, SignedRequest, UpstreamResponse } from './forward';
import type { Log } from './log';
import { requestHeaders } from './request-headers';
import { requestTarget } from './request-target';
import { responseHeaders } from './response-headers';
import { maximumBodyBytes, payloadFits } from './response-size';
import { signatureRefusal } from './upstream-errors';

/** A request that is ready to be signed for the upstream. */
export interface UnsignedRequest {
  readonly method: string;
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
}

/** All that the proxy needs of the world. */
export interface ProxyDependencies {
  /** Adds the host and the signature; called anew for every attempt. */
  readonly sign: (request: UnsignedRequest) => Promise<SignedRequest>;
  readonly send: Send;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: Log;
  /** Milliseconds that are left for the proxy's own answer when the upstream takes all of its time. */
  readonly marginMs?: number;
}

/**
 * Answers one request of the proxy's URL with what the upstream answers to it.
 *
 * Never throws: 400 for a request that must not be signed, 502 for an upstream that gives no answer that can be passed
 * on, 504 for one that gives none in time, 500 when it is the proxy that fails; each with problem details.
 *
 * @param event the client's request
 * @param remainingMs milliseconds until the platform ends this invocation
 * @param dependencies the world
 */
export async function proxyRequest(
  event: FunctionUrlEvent,
  remainingMs: number,
  dependencies: ProxyDependencies,
): Promise<FunctionUrlResult> {
  const { clock, log, marginMs = 500 } = dependencies;
  try {
    const request = unsignedRequest(event);
    const response = await exchange(request, clock() + remainingMs - marginMs, dependencies);
    const refusal = signatureRefusal(response);
    if (refusal !== undefined) throw refusal;
    return passedOn(response);
  } catch (error) {
    if (error instanceof BadRequestError) return problem(error.statusCode, error.message);
    const requestId = event.requestContext.requestId;
    if (error instanceof UpstreamError) {
      log({ level: 'error', event: error.code, requestId, detail: error.message, ...error.reason });
      return problem(error.statusCode, error.message);
    }
    log({ level: 'error', event: 'proxy_internal_error', requestId, reason: String(error) });
    return problem(500, "The proxy failed before it could send the request. The proxy's log has the reason.");
  }
}

function unsignedRequest(event: FunctionUrlEvent): UnsignedRequest {
  if (!isOfFunctionUrl(event)) {
    throw new BadRequestError(
      'The event is not a request of a function URL: invoke this function through its URL.',
    );
  }
  const { method } = event.requestContext.http;
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method) || method === 'CONNECT') {
    throw new BadRequestError('The method is not one that can be forwarded.');
  }
  const { path, query } = requestTarget(event.rawPath, event.rawQueryString);
  return { method, path, query, headers: requestHeaders(event), body: requestBody(event) };
}

/** The platform's events are well-formed; a direct invocation can bring anything. */
function isOfFunctionUrl(event: FunctionUrlEvent): boolean {
  const { rawPath, rawQueryString, headers, requestContext } = (event ?? {}) as Partial<FunctionUrlEvent>;
  const strings = [rawPath, rawQueryString, requestContext?.http?.method, requestContext?.http?.sourceIp];
  return strings.every((part) => typeof part === 'string') && typeof headers === 'object' && headers !== null;
}

/** Methods that may be sent twice (RFC 9110 §9.2.2). */
const idempotent = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE']);

/** One exchange; a second when the first met a kept connection that the upstream had closed in the meantime. */
async function exchange(
  request: UnsignedRequest,
  deadline: number,
  { sign, send, clock }: ProxyDependencies,
): Promise<UpstreamResponse> {
  const attempt = async (freshConnection: boolean) => {
    const signed = await sign(request);
    const timeoutMs = deadline - clock();
    if (timeoutMs <= 0) {
      throw new UpstreamError('http_response_timeout', 'There was no time left to ask the upstream.');
    }
    return send(signed, { timeoutMs, maximumBodyBytes, freshConnection });
  };
  try {
    return await attempt(false);
  } catch (error) {
    const again = error instanceof UpstreamError && error.staleConnection && idempotent.has(request.method);
    if (!again) throw error;
    return attempt(true);
  }
}

function passedOn(response: UpstreamResponse): FunctionUrlResult {
  const result = bufferedResponse({
    statusCode: response.statusCode,
    headers: responseHeaders(response.headers),
    body: response.body,
  });
  if (payloadFits(result)) return result;
  throw new UpstreamError(
    'http_response_body_size',
    "The upstream's answer is larger, as it has to be encoded, than the 6 MB that this function may return.",
  );
}
