/** What every error that this project throws on purpose has in common. */
export abstract class ProxyError extends Error {
  /** A word for programs and logs; stays the same when the message changes. */
  abstract readonly code: string;
}

/** Thrown at module start when the environment does not say what to do: an init error of the function. */
export class ConfigurationError extends ProxyError {
  override readonly name = 'ConfigurationError';
  readonly code = 'proxy_configuration_error';
}

/** Error types of RFC 9209 §2.3 for a request that is not forwarded. */
export type RequestErrorCode = 'http_request_denied' | 'http_request_error' | 'proxy_loop_detected';

/** Thrown when a request must not be signed and forwarded; the message goes to the client. */
export class RequestError extends ProxyError {
  override readonly name: string = 'RequestError';

  /**
   * @param statusCode the answer's status
   * @param headers fields that go with it, names in lower case
   */
  constructor(
    readonly code: RequestErrorCode,
    readonly statusCode: 400 | 403 | 405 | 413 | 502,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Thrown when a request means one thing to the signature and another to somebody behind it, or nothing: 400. */
export class BadRequestError extends RequestError {
  override readonly name = 'BadRequestError';

  constructor(message: string) {
    super('http_request_error', 400, message);
  }
}

/** The error types of RFC 9209 §2.3 that this proxy tells apart, and the one it adds. */
export type UpstreamErrorCode =
  | 'connection_limit_reached'
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
  /** How much of the request may have arrived: what decides whether it may be sent again. */
  readonly reached?: Reached;
  /** For the log only: what the client must not read. */
  readonly reason?: Readonly<Record<string, string | undefined>>;
}

/** How far a request got. */
export type Reached =
  /** No connection was there to take it. */
  | 'nothing'
  /** It was sent, and the connection ended before any byte of an answer. */
  | 'silence'
  /** Some of an answer came, or time ran out while waiting for it. */
  | 'upstream';

/** Thrown when the upstream gave no answer that can be passed on; the message goes to the client. */
export class UpstreamError extends ProxyError {
  override readonly name = 'UpstreamError';
  /**
   * 504 when time ran out, 503 when it is this function that has no room for another connection, otherwise 502
   * (RFC 9110 §15.6.3–5).
   */
  readonly statusCode: 502 | 503 | 504;
  readonly reached: Reached;
  readonly reason: Readonly<Record<string, string | undefined>>;

  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    options: UpstreamErrorOptions = {},
  ) {
    super(message, options);
    if (code.endsWith('_timeout')) this.statusCode = 504;
    else this.statusCode = code === 'connection_limit_reached' ? 503 : 502;
    this.reached = options.reached ?? 'upstream';
    this.reason = options.reason ?? {};
  }
}

/**
 * Thrown out of the handler when an answer breaks off whose beginning the client has: the platform then cuts the connection,
 * so that nobody takes a part for the whole.
 */
export class AnswerBrokenOffError extends ProxyError {
  override readonly name = 'AnswerBrokenOffError';
  readonly code = 'http_response_incomplete';
}
