/** Why a function cannot be invoked at the moment (Lambda API Reference, "Invoke", "Errors"). */
export interface NotReady {
  readonly code: 'ResourceConflictException' | 'ResourceNotReadyException';
  readonly status: 409 | 502;
  readonly message: string;
  /** For the terminal. */
  readonly explanation: string;
}
