import { EniFinderError } from './errors';
import { findEnis, type FindOptions } from './find-enis';
import type { EniQuery } from './query';
import type { EniReport } from './report';
import type { Source } from './source';

/** How to watch. */
export interface WatchOptions extends FindOptions {
  /** Waits until the next look; rejects or resolves early when `signal` is aborted. */
  readonly wait: () => Promise<void>;
  /** Ends the watch: the answer is what was seen last. */
  readonly signal: AbortSignal;
  /** Told of every look at which something is different from the one before. */
  readonly changed: (reports: readonly EniReport[]) => void;
  /** Told of a look that failed in a way that may pass: the next one is made all the same. */
  readonly failed: (error: EniFinderError) => void;
}

/** What may be over at the next look. */
const PASSING = ['UNREACHABLE', 'THROTTLED'];

/**
 * Looks again and again until no interface is there any more.
 *
 * @returns whether all are gone: false where the watch was ended before
 * @throws EniFinderError for what waiting does not mend
 */
export async function watchEnis(source: Source, query: EniQuery, options: WatchOptions): Promise<boolean> {
  let before: string | undefined;
  while (!options.signal.aborted) {
    try {
      const reports = await findEnis(source, query, options);
      const now = summary(reports);
      if (now !== before) options.changed(reports);
      before = now;
      if (reports.every(({ eni }) => eni === undefined)) return true;
    } catch (error) {
      if (!(error instanceof EniFinderError) || !PASSING.includes(error.code)) throw error;
      options.failed(error);
    }
    await options.wait();
  }
  return false;
}

/** What makes a difference: not the time that goes by. */
function summary(reports: readonly EniReport[]): string {
  return JSON.stringify(
    reports.map(({ networkInterfaceId, verdict, status, holders, partial }) => [
      networkInterfaceId,
      verdict,
      status,
      holders.map(({ arn }) => arn),
      partial,
    ]),
  );
}
