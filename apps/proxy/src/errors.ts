/** What every error that this project throws on purpose has in common. */
export abstract class ProxyError extends Error {
  /** A word for programs and logs; stays the same when the message changes. */
  abstract readonly code: string;
}

/** Thrown at module start when the environment does not say where to forward to: an init error of the function. */
export class ConfigurationError extends ProxyError {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration_error';
}

/** Thrown when a request must not be signed and forwarded; the message goes to the client, with 400. */
export class BadRequestError extends ProxyError {
  override readonly name = 'BadRequestError';
  readonly code = 'bad_request';
  readonly statusCode = 400;
}

/** The error types of RFC 9209 §2.3 that this proxy tells apart, and the ones it adds. */
export type UpstreamErrorCode =
  | 'connection_refused'
  | 'connection_terminated'
  | 'connection_timeout'
  | 'destination_ip_unroutable'
  | 'dns_error'
  | 'dns_timeout'
  | 'http_protocol_error'
  | 'http_response_body_size'
  | 'http_response_header_section_size'
  | 'http_response_incomplete'
  | 'http_response_timeout'
  | 'proxy_internal_error'
  | 'tls_certificate_error'
  | 'tls_protocol_error'
  /** Ours: the upstream's platform refused this proxy's credentials or signature. */
  | 'upstream_access_denied';

/** What is known of a failed exchange beside its code. */
export interface UpstreamErrorOptions extends ErrorOptions {
  /** Whether a kept connection had gone stale: it was reused and ended before any byte of the answer. */
  readonly staleConnection?: boolean;
  /** For the log only: what the client must not read. */
  readonly reason?: Readonly<Record<string, string | undefined>>;
}

/** Thrown when the upstream gave no answer that can be passed on; the message goes to the client, with 502 or 504. */
export class UpstreamError extends ProxyError {
  override readonly name = 'UpstreamError';
  /** 504 when time ran out, otherwise 502 (RFC 9110 §15.6.3, §15.6.5). */
  readonly statusCode: 502 | 504;
  readonly staleConnection: boolean;
  readonly reason: Readonly<Record<string, string | undefined>>;

  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    options: UpstreamErrorOptions = {},
  ) {
    super(message, options);
    this.statusCode = code.endsWith('_timeout') ? 504 : 502;
    this.staleConnection = options.staleConnection ?? false;
    this.reason = options.reason ?? {};
  }
}
