/** A watch on files, as long as it is not closed. */
export interface Watching {
  /** Resolves when every change from now on is heard of. */
  readonly ready: Promise<void>;
  /** Watches these too. */
  add(paths: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * Watches files and folders, with all that is below them except `node_modules` and names that begin with a dot.
 *
 * @param paths absolute
 * @param onChange hears the absolute path of each file that was made, changed or removed; and of what is watched itself, when
 *   it was made anew with all that is in it
 */
export type Watch = (paths: readonly string[], onChange: (path: string) => void) => Watching;
