/** What went wrong, for programs; the message is for people. */
export type EniFinderErrorCode =
  /** An option has a value that cannot be meant. */
  | 'BAD_OPTION'
  /** There are no credentials, or AWS does not accept them (any more). */
  | 'CREDENTIALS'
  /** AWS cannot be reached, or went away while it answered. */
  | 'UNREACHABLE'
  /** AWS throttles, and went on throttling. */
  | 'THROTTLED'
  /** AWS refused the one call without which there is no answer. */
  | 'REFUSED'
  /** A folder of saved answers has nothing to read. */
  | 'UNREADABLE'
  /** The interface is in use, or not known to be free: it is not deleted. */
  | 'NOT_DELETABLE';

/**
 * Thrown when there is no answer at all, and the user can mend it: the message is one sentence that says what was
 * wrong, names the value, and says what to do. What only makes an answer incomplete is a {@link MissingFact} instead.
 */
export class EniFinderError extends Error {
  override readonly name = 'EniFinderError';

  constructor(
    readonly code: EniFinderErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Thrown by a source that cannot find one thing out: a permission is missing, a file is not there. It makes the answer
 * partial and never ends the search.
 */
export class MissingFact extends Error {
  override readonly name = 'MissingFact';

  /**
   * @param action the IAM action that would find it out, such as `lambda:ListFunctions`
   * @param why why it could not, where it is not a permission that is missing
   */
  constructor(
    readonly action: string,
    why?: string,
    options?: ErrorOptions,
  ) {
    super(why === undefined ? action : `${action} (${why})`, options);
  }
}
