import { MissingFact } from '../errors';

/** What was found out; or, where a permission was missing, what to say of that. */
export interface Attempt<T> {
  readonly value: T | undefined;
  readonly missing: string | undefined;
}

/** Runs a look-up; a missing fact becomes a part of the answer, everything else goes on as an error. */
export async function attempt<T>(lookUp: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await lookUp(), missing: undefined };
  } catch (error) {
    if (error instanceof MissingFact) return { value: undefined, missing: error.message };
    throw error;
  }
}
