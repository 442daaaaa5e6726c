import { requestBody, requestBodyBytes, type FunctionUrlEvent, type HeaderPair } from '@furl/http-response';

import { isWithin, platformRequestBytes, type ProxyConfig } from './config';
import { BadRequestError, RequestError } from './errors';
import { requestHeaders } from './request-headers';
import { requestTarget } from './request-target';

/** A request that is ready to be signed for the upstream. */
export interface UnsignedRequest {
  readonly method: string;
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
}

/** What this proxy lets through. */
export type Limits = Pick<
  ProxyConfig,
  'allowedMethods' | 'allowedPathPrefixes' | 'handsOnAuthorization' | 'maximumRequestBytes'
>;

/**
 * Whether the event is one of a function URL. The platform's are well-formed; a direct invocation can bring anything.
 */
export function isOfFunctionUrl(event: unknown): event is FunctionUrlEvent {
  const { rawPath, rawQueryString, headers, requestContext } = (event ?? {}) as Partial<FunctionUrlEvent>;
  const strings = [rawPath, rawQueryString, requestContext?.http?.method, requestContext?.http?.sourceIp];
  return strings.every((part) => typeof part === 'string') && typeof headers === 'object' && headers !== null;
}

/**
 * The request for the upstream, not yet signed.
 *
 * @param event the client's request
 * @param limits what is let through
 * @param traceId the trace of this invocation, if the platform says one
 * @throws RequestError when it must not be forwarded
 */
export function unsignedRequest(
  event: FunctionUrlEvent,
  limits: Limits,
  traceId: string | undefined,
): UnsignedRequest {
  // In upper case it is signed and sent.
  const method = event.requestContext.http.method.toUpperCase();
  if (!/^[!#$%&'*+.^_`|~0-9A-Z-]+$/.test(method) || method === 'CONNECT') {
    throw new BadRequestError('The method is not one that can be forwarded.');
  }
  if (limits.allowedMethods?.includes(method) === false) {
    throw new RequestError('http_request_denied', 405, 'This proxy does not forward the method.', {
      allow: limits.allowedMethods.join(', '),
    });
  }
  const { path, query } = requestTarget(event.rawPath, event.rawQueryString);
  if (limits.allowedPathPrefixes?.some((prefix) => isWithin(path, prefix)) === false) {
    throw new RequestError('http_request_denied', 403, 'This proxy does not forward requests to the path.');
  }
  const { handsOnAuthorization } = limits;
  const headers = requestHeaders(event, { handsOnAuthorization, traceId });
  checkSize(event, limits.maximumRequestBytes);
  return { method, path, query, headers, body: requestBody(event) };
}

/** The body must fit this proxy's limit as bytes, and the upstream's platform as it will write it into its event. */
function checkSize(event: FunctionUrlEvent, maximumBytes: number): void {
  if (event.body === undefined) return;
  const bytes = requestBodyBytes(event);
  const asWritten = event.isBase64Encoded ? event.body.length : bytes;
  if (bytes <= maximumBytes && asWritten <= platformRequestBytes) return;
  const limit =
    bytes > maximumBytes ? `${maximumBytes} bytes` : `${platformRequestBytes} bytes, as which base64 counts`;
  throw new RequestError(
    'http_request_error',
    413,
    `The request's body of ${bytes} bytes is larger than this proxy takes: ${limit}.`,
  );
}
