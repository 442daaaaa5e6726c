import type { HeaderPair } from '@furl/http-response';

import { UpstreamError, type UpstreamErrorCode } from './errors';

/** How far an exchange got, and how it ended. */
export interface FailedExchange {
  readonly phase: 'connecting' | 'waiting' | 'reading';
  /** Whether the exchange was ended because its time ran out. */
  readonly timedOut: boolean;
  readonly timeoutMs: number;
  /** Whether a kept connection was used and gave not one byte. */
  readonly staleConnection: boolean;
}

/**
 * What a failed exchange means, in the words of RFC 9209 §2.3.
 *
 * @param error what Node threw
 * @param exchange how far it got
 */
export function upstreamError(error: unknown, exchange: FailedExchange): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const systemCode = codeOf(error);
  const code = exchange.timedOut
    ? timeoutCodes[exchange.phase]
    : (errorCode(systemCode, exchange) ?? 'proxy_internal_error');
  return new UpstreamError(code, details[code](exchange), {
    cause: error,
    staleConnection: code === 'connection_terminated' && exchange.staleConnection,
    reason: { systemCode, reason: error instanceof Error ? error.message : undefined },
  });
}

/**
 * Recognises an answer of the upstream's platform, not of the upstream function, that refuses *our* credentials,
 * signature or permission. It is no answer to the client's request: the client is not the one who signed.
 *
 * @returns the error for the client, which names neither role nor function, with the platform's reason for the log
 */
export function signatureRefusal(response: {
  readonly statusCode: number;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
}): UpstreamError | undefined {
  const errorType = field(response.headers, 'x-amzn-errortype')?.split(':', 1)[0]?.trim();
  if (response.statusCode !== 403 || errorType === undefined || !signatureFaults.has(errorType))
    return undefined;
  return new UpstreamError('upstream_access_denied', details.upstream_access_denied(), {
    reason: {
      errorType,
      reason: platformMessage(response.body),
      upstreamRequestId: field(response.headers, 'x-amzn-requestid'),
    },
  });
}

const timeoutCodes = {
  connecting: 'connection_timeout',
  waiting: 'http_response_timeout',
  reading: 'http_response_timeout',
} as const satisfies Record<FailedExchange['phase'], UpstreamErrorCode>;

const details: Record<UpstreamErrorCode, (exchange?: FailedExchange) => string> = {
  connection_refused: () => 'The upstream refused the connection.',
  connection_terminated: () => 'The upstream closed the connection before it answered.',
  connection_timeout: () => 'No connection to the upstream could be made in time.',
  destination_ip_unroutable: () => 'There is no route to the upstream.',
  dns_error: () => "The upstream's host name could not be resolved.",
  dns_timeout: () => "The upstream's host name could not be resolved in time.",
  http_protocol_error: () => 'The upstream answered something that is not HTTP.',
  http_response_body_size: () => "The upstream's answer is larger than this function may return.",
  http_response_header_section_size: () => "The header of the upstream's answer is too large.",
  http_response_incomplete: () => "The upstream's answer broke off.",
  http_response_timeout: (exchange) => `The upstream did not answer within ${exchange?.timeoutMs ?? 0} ms.`,
  proxy_internal_error: () => 'The exchange with the upstream failed.',
  tls_certificate_error: () => "The upstream's certificate is not trusted.",
  tls_protocol_error: () => 'No TLS session with the upstream could be set up.',
  upstream_access_denied: () =>
    "The upstream does not accept this proxy's requests. The proxy's log has the reason.",
};

const bySystemCode: Readonly<Record<string, UpstreamErrorCode>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNABORTED: 'connection_terminated',
  EPIPE: 'connection_terminated',
  ETIMEDOUT: 'connection_timeout',
  EHOSTUNREACH: 'destination_ip_unroutable',
  ENETUNREACH: 'destination_ip_unroutable',
  EADDRNOTAVAIL: 'destination_ip_unroutable',
  ENOTFOUND: 'dns_error',
  EAI_AGAIN: 'dns_timeout',
  HPE_HEADER_OVERFLOW: 'http_response_header_section_size',
  EPROTO: 'tls_protocol_error',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_certificate_error',
  CERT_HAS_EXPIRED: 'tls_certificate_error',
  CERT_NOT_YET_VALID: 'tls_certificate_error',
  CERT_UNTRUSTED: 'tls_certificate_error',
  CERT_REVOKED: 'tls_certificate_error',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_certificate_error',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_certificate_error',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_certificate_error',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_certificate_error',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_certificate_error',
};

function errorCode(systemCode: string | undefined, { phase }: FailedExchange): UpstreamErrorCode | undefined {
  if (systemCode?.startsWith('HPE_') && bySystemCode[systemCode] === undefined) {
    // Within a body the parser's complaint is about its chunks; both are the upstream's fault.
    return systemCode === 'HPE_INVALID_EOF_STATE' ? 'http_response_incomplete' : 'http_protocol_error';
  }
  if (phase === 'reading') return 'http_response_incomplete';
  if (systemCode === 'ECONNRESET' || systemCode === undefined) return 'connection_terminated';
  if (systemCode.startsWith('ERR_SSL_')) return 'tls_protocol_error';
  return Object.hasOwn(bySystemCode, systemCode) ? bySystemCode[systemCode] : undefined;
}

/** Error types of the platform that are about the signer (AWS General Reference, "Common error types"). */
const signatureFaults = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

function field(headers: readonly HeaderPair[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/**
 * The first sentences of the platform's message. The long form of a signature mismatch goes on with the canonical
 * request, session token included, which has no place in a log.
 */
function platformMessage(body: Uint8Array): string | undefined {
  try {
    const parsed = JSON.parse(Buffer.from(body).toString('utf8')) as {
      message?: unknown;
      Message?: unknown;
    } | null;
    const message = parsed?.message ?? parsed?.Message;
    if (typeof message !== 'string') return undefined;
    return message.split(/\n|The Canonical String/, 1)[0]?.slice(0, 300);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
