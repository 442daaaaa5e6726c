import { json, problem, type FunctionUrlEvent } from '@furl/http-response';

import { isOfFunctionUrl, unsignedRequest, type Limits, type UnsignedRequest } from './client-request';
import {
  AnswerBrokenOffError,
  BadRequestError,
  ConfigurationError,
  RequestError,
  UpstreamError,
} from './errors';
import type { SendOptions, UpstreamResponse } from './exchange';
import { idempotent, type Send, type SignedRequest } from './forward';
import type { Log, RequestRecord } from './log';
import { proxyStatus } from './proxy-status';
import type { Reply } from './reply';
import { responseHeaders } from './response-headers';
import { refusalBytes, refusedSignature, signatureRefusal } from './signature-refusal';
import { detail } from './upstream-errors';

/** What of the configuration one request needs. */
export interface RequestSettings extends Limits {
  /** The path whose GET and HEAD are answered here; undefined for none. */
  readonly healthPath: string | undefined;
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number | undefined;
}

/** All that the proxy needs of the world. */
export interface ProxyDependencies {
  readonly settings: RequestSettings;
  /**
   * Adds the host and the signature; called anew for every attempt.
   *
   * @throws ConfigurationError when there are no credentials to sign with
   */
  readonly sign: (request: UnsignedRequest) => Promise<SignedRequest>;
  readonly send: Send;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: Log;
  /** The trace of the invocation that is under way. */
  readonly traceId: () => string | undefined;
  /** Milliseconds that are left for the proxy's own answer when the upstream takes all of its time. */
  readonly marginMs?: number;
}

/** What became of a request so far, for the log. */
type Progress = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };

/**
 * Answers one request of the proxy's URL with what the upstream answers to it, and leaves one line in the log.
 *
 * Fails only when an answer breaks off of which the client has the beginning. What cannot be forwarded is answered 400, 403,
 * 405 or 413; an upstream that gives no answer that can be passed on 502; one that gives none in time 504; a proxy that has no
 * room for another connection 503, one that fails itself 500; all with problem details and Proxy-Status.
 *
 * @param event the client's request
 * @param remainingMs milliseconds until the platform ends this invocation
 * @param reply the way back to the client
 * @param dependencies the world
 * @returns what the handler has to return
 * @throws AnswerBrokenOffError
 */
export async function proxyRequest<Result>(
  event: FunctionUrlEvent,
  remainingMs: number,
  reply: Reply<Result>,
  dependencies: ProxyDependencies,
): Promise<Result> {
  const { clock, log, settings, marginMs = 500 } = dependencies;
  const started = clock();
  const record = progress(event, dependencies.traceId());
  try {
    if (!isOfFunctionUrl(event)) {
      throw new BadRequestError(
        'The event is not a request of a function URL: invoke this function through its URL.',
      );
    }
    if (event.rawPath === settings.healthPath && /^(?:GET|HEAD)$/.test(record.method)) {
      record.detail = 'Answered by the proxy itself, at PROXY_HEALTH_PATH.';
      return reply.answer(healthy);
    }
    const request = unsignedRequest(event, settings, record.traceId);
    record.requestBytes = request.body.byteLength;
    const bounds = { deadline: started + remainingMs - marginMs, maximumBodyBytes: reply.maximumBodyBytes };
    const response = await exchange(request, bounds, dependencies, record);
    record.upstreamMs = clock() - started;
    record.upstreamStatus = response.statusCode;
    await refuseWhatIsNoAnswer(response);
    record.status = response.statusCode;
    const { statusCode, body } = response;
    const { result, bytes } = await reply.passOn({
      statusCode,
      headers: responseHeaders(response.headers),
      body,
    });
    record.responseBytes = bytes;
    return result;
  } catch (error) {
    const cause = error instanceof AnswerBrokenOffError ? error.cause : error;
    const failure = describe(cause);
    Object.assign(record, failure.record);
    if (error instanceof AnswerBrokenOffError) throw error;
    record.status = failure.status;
    return reply.answer(
      problem(failure.status, failure.detail, {
        ...failure.headers,
        'proxy-status': proxyStatus(failure.record.error),
      }),
    );
  } finally {
    record.durationMs = clock() - started;
    log(record);
  }
}

const healthy = json(200, { status: 'ok' }, { 'cache-control': 'no-store', 'proxy-status': 'furl-proxy' });

function progress(event: FunctionUrlEvent, traceId: string | undefined): Progress {
  const { requestContext, rawPath, headers } = (event ?? {}) as Partial<FunctionUrlEvent>;
  return {
    requestId: requestContext?.requestId,
    traceId: traceId ?? headers?.['x-amzn-trace-id'],
    method: String(requestContext?.http?.method).slice(0, 32),
    path: String(rawPath).replace(/[?#].*$/s, ''),
    status: 200,
    attempts: 0,
    requestBytes: 0,
    responseBytes: 0,
    durationMs: 0,
  };
}

interface Bounds {
  /** When the upstream must be done, in milliseconds since 1970. */
  readonly deadline: number;
  readonly maximumBodyBytes: number;
}

/**
 * One exchange; a second, signed anew, when the first cannot have had an effect, or none that a repetition would add to
 * (RFC 9110 §9.2.2).
 */
async function exchange(
  request: UnsignedRequest,
  bounds: Bounds,
  dependencies: ProxyDependencies,
  record: Progress,
): Promise<UpstreamResponse> {
  const attempt = async (freshConnection: boolean): Promise<UpstreamResponse> => {
    const signed = await dependencies.sign(request);
    const options = sendOptions(bounds, dependencies, freshConnection);
    record.attempts += 1;
    return dependencies.send(signed, options);
  };
  try {
    return await attempt(false);
  } catch (error) {
    if (!(error instanceof UpstreamError) || !mayBeRepeated(error, request.method)) throw error;
    return attempt(true);
  }
}

function sendOptions(
  { deadline, maximumBodyBytes }: Bounds,
  { clock, settings }: ProxyDependencies,
  freshConnection: boolean,
): SendOptions {
  const totalMs = deadline - clock();
  if (totalMs <= 0) {
    throw new UpstreamError('http_response_timeout', 'There was no time left to ask the upstream.');
  }
  return {
    connectMs: Math.min(settings.connectTimeoutMs, totalMs),
    firstByteMs: Math.min(settings.firstByteTimeoutMs ?? totalMs, totalMs),
    totalMs,
    maximumBodyBytes,
    freshConnection,
  };
}

/** What a second attempt may change: a name that is not known or a certificate that is not trusted stays so. */
const passing = new Set(['connection_refused', 'connection_terminated', 'connection_timeout', 'dns_timeout']);

function mayBeRepeated({ code, reached }: UpstreamError, method: string): boolean {
  if (reached === 'nothing') return passing.has(code);
  return reached === 'silence' && idempotent.has(method);
}

/** @throws UpstreamError when the answer is not one to pass on */
async function refuseWhatIsNoAnswer({ statusCode, headers, body }: UpstreamResponse): Promise<void> {
  const errorType = refusedSignature(statusCode, headers);
  if (errorType !== undefined) {
    throw signatureRefusal(errorType, headers, await beginningOf(body));
  }
  // The platform takes no other status.
  if (statusCode < 200 || statusCode > 599) {
    body.discard();
    throw new UpstreamError('http_protocol_error', detail('http_protocol_error'));
  }
}

/** As much of a body as comes, up to what is worth reading of a refusal. */
async function beginningOf(body: UpstreamResponse['body']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    await body.read((chunk) => {
      if (length <= refusalBytes) chunks.push(chunk);
      length += chunk.byteLength;
      return undefined;
    });
  } catch {
    // The refusal stands, whether or not its reason came whole.
  }
  return Buffer.concat(chunks);
}

interface Failure {
  readonly status: number;
  /** For the client. */
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly record: Pick<RequestRecord, 'isUpstreamError' | 'detail' | 'reason'> & { readonly error: string };
}

function describe(error: unknown): Failure {
  if (error instanceof RequestError) {
    const { statusCode, message, headers, code } = error;
    return { status: statusCode, detail: message, headers, record: { error: code, detail: message } };
  }
  if (error instanceof UpstreamError) {
    const { statusCode, message, code, reason } = error;
    return {
      status: statusCode,
      detail: message,
      // Whoever has to wait for a connection does not wait for long.
      headers: statusCode === 503 ? { 'retry-after': '1' } : {},
      record: { error: code, isUpstreamError: true, detail: message, reason },
    };
  }
  const code = error instanceof ConfigurationError ? error.code : 'proxy_internal_error';
  return {
    status: 500,
    detail: "The proxy failed before it could send the request. The proxy's log has the reason.",
    headers: {},
    record: { error: code, reason: { reason: String(error) } },
  };
}
