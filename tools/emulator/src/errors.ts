/** What went wrong, for programs; the message is for people. */
export type EmulatorErrorCode =
  | 'ASSEMBLY_UNREADABLE'
  | 'NOTHING_TO_RUN'
  | 'BUNDLE_MISSING'
  | 'PORT_TAKEN'
  | 'PORT_DENIED'
  | 'BAD_OPTION'
  | 'NO_SESSION';

/**
 * Thrown when the emulator cannot do what its user asked, and the user can mend it: the message is one sentence that
 * says what was wrong, names the value, and says what to do. Everything else that is thrown is a fault of ours.
 */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';

  constructor(
    readonly code: EmulatorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
