/** What went wrong, for a program to decide on; the message is for people. */
export type SigV4ErrorCode =
  /** The request cannot be signed as it is: a line break in a header, a path without a leading slash … */
  | 'InvalidRequest'
  /** An option is unusable: a payload hash that is no SHA-256, a life time that AWS refuses … */
  | 'InvalidOption'
  /** No region and service were given, and the host does not tell them. */
  | 'UnknownScope'
  /** The credentials lack a key, or hold what can never be part of a signature. */
  | 'InvalidCredentials'
  /** The credentials were good once. */
  | 'ExpiredCredentials'
  /** No credentials could be found. */
  | 'CredentialsNotFound';

/**
 * The one error that signing throws. Its message says what was wrong, shows the bad value (never a secret) and says
 * what to do; `cause` keeps the error that led to it, if there was one.
 */
export class SigV4Error extends Error {
  readonly code: SigV4ErrorCode;

  constructor(code: SigV4ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SigV4Error';
    this.code = code;
  }
}
