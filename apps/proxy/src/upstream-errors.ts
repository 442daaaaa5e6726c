import { UpstreamError, type Reached, type UpstreamErrorCode } from './errors';

/** How far an exchange got, and how it ended. */
export interface FailedExchange {
  readonly phase: Phase;
  /** Milliseconds that were given, when the exchange was ended because they ran out. */
  readonly timedOutAfterMs: number | undefined;
  /** Whether any byte of an answer came. */
  readonly hasAnswerBegun: boolean;
}

/** What an exchange waits for: a connection, the head of the answer, the rest of its body. */
export type Phase = 'connecting' | 'waiting' | 'reading';

/**
 * What a failed exchange means, in the words of RFC 9209 §2.3.
 *
 * @param error what Node threw
 * @param exchange how far it got
 */
export function upstreamError(error: unknown, exchange: FailedExchange): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const systemCode = codeOf(error);
  const isLate = exchange.timedOutAfterMs !== undefined;
  const code = isLate
    ? timeoutCodes[exchange.phase]
    : (errorCode(systemCode, exchange.phase) ?? 'proxy_internal_error');
  return new UpstreamError(code, detail(code, exchange.timedOutAfterMs), {
    cause: error,
    reached: reached(exchange, isLate, code),
    reason: isLate ? {} : { systemCode, reason: error instanceof Error ? error.message : undefined },
  });
}

/** An error of this kind, in words for the client. */
export function detail(code: UpstreamErrorCode, timedOutAfterMs = 0): string {
  if (code === 'http_response_timeout') return `The upstream did not answer within ${timedOutAfterMs} ms.`;
  return details[code];
}

function reached(
  { phase, hasAnswerBegun }: FailedExchange,
  isLate: boolean,
  code: UpstreamErrorCode,
): Reached {
  if (phase === 'connecting') return 'nothing';
  return phase === 'waiting' && !isLate && !hasAnswerBegun && code === 'connection_terminated'
    ? 'silence'
    : 'upstream';
}

const timeoutCodes = {
  connecting: 'connection_timeout',
  waiting: 'http_response_timeout',
  reading: 'http_response_timeout',
} as const satisfies Record<Phase, UpstreamErrorCode>;

const details: Record<Exclude<UpstreamErrorCode, 'http_response_timeout'>, string> = {
  connection_limit_reached: 'This proxy has no room for another connection to the upstream.',
  connection_refused: 'The upstream refused the connection.',
  connection_terminated: 'The upstream closed the connection before it answered.',
  connection_timeout: 'No connection to the upstream could be made in time.',
  destination_ip_unroutable: 'There is no route to the upstream.',
  dns_error: "The upstream's host name could not be resolved.",
  dns_timeout: "The upstream's host name could not be resolved in time.",
  http_protocol_error: 'The upstream answered something that is not HTTP.',
  http_response_body_size: "The upstream's answer is larger than this function may return.",
  http_response_header_section_size: "The header of the upstream's answer is too large.",
  http_response_incomplete: "The upstream's answer broke off.",
  proxy_internal_error: 'The exchange with the upstream failed.',
  tls_certificate_error: "The upstream's certificate is not trusted.",
  tls_protocol_error: 'No TLS session with the upstream could be set up.',
  upstream_access_denied:
    "The upstream does not accept this proxy's requests. The proxy's log has the reason.",
};

const bySystemCode: Readonly<Record<string, UpstreamErrorCode>> = {
  EADDRNOTAVAIL: 'connection_limit_reached',
  EMFILE: 'connection_limit_reached',
  ENFILE: 'connection_limit_reached',
  ENOBUFS: 'connection_limit_reached',
  ECONNREFUSED: 'connection_refused',
  ECONNABORTED: 'connection_terminated',
  EPIPE: 'connection_terminated',
  ETIMEDOUT: 'connection_timeout',
  EHOSTUNREACH: 'destination_ip_unroutable',
  ENETUNREACH: 'destination_ip_unroutable',
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

function errorCode(systemCode: string | undefined, phase: Phase): UpstreamErrorCode | undefined {
  if (systemCode?.startsWith('HPE_') && bySystemCode[systemCode] === undefined) {
    // Within a body the parser's complaint is about its chunks; both are the upstream's fault.
    return systemCode === 'HPE_INVALID_EOF_STATE' ? 'http_response_incomplete' : 'http_protocol_error';
  }
  if (phase === 'reading') return 'http_response_incomplete';
  if (systemCode === 'ECONNRESET' || systemCode === undefined) return 'connection_terminated';
  if (systemCode.startsWith('ERR_SSL_')) return 'tls_protocol_error';
  return Object.hasOwn(bySystemCode, systemCode) ? bySystemCode[systemCode] : undefined;
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
