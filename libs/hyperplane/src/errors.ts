/** What was asked cannot be answered because the question is wrong: a user's mistake, in one sentence. */
export class HyperplaneError extends Error {
  /** `UNKNOWN_FUNCTION`: no function of that id or name. `UNKNOWN_DESTINATION`: nothing that is called so. */
  readonly code: 'UNKNOWN_FUNCTION' | 'UNKNOWN_DESTINATION';

  constructor(code: HyperplaneError['code'], message: string) {
    super(message);
    this.name = 'HyperplaneError';
    this.code = code;
  }
}
