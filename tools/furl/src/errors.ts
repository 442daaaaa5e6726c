/**
 * Thrown when what was asked cannot be answered as it was asked: an input is missing or broken, or a word means nothing.
 * The message is one line that says what was wrong, names the value, and says what to do. Exit status 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Thrown when whoever asked does not want to know any more: Ctrl-C, `kill`. Exit status 130, as shells have it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
