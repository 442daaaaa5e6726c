import type { TrailEvent } from '../model';
import { TRAIL_EVENTS, type Source, type TrailEventName } from '../source';
import { MissingFact } from '../errors';
import { attempt, type Attempt } from './attempt';

/** CloudTrail answers twice a second: more pages of a kind than this would take longer than anybody waits. */
const MAX_PAGES = 20;

/**
 * All events that count, whatever the number of interfaces.
 *
 * @param signal ends the look-up as soon as nobody needs it any more; what is there by then is the value
 */
export async function lookUpTrail(source: Source, signal: AbortSignal): Promise<Attempt<TrailEvent[]>> {
  const events: TrailEvent[] = [];
  const attempts = await Promise.all(
    TRAIL_EVENTS.map((name) =>
      attempt(async () => {
        try {
          await lookUp(source, name, signal, events);
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      }),
    ),
  );
  return { value: events, missing: attempts.find(({ missing }) => missing !== undefined)?.missing };
}

async function lookUp(
  source: Source,
  name: TrailEventName,
  signal: AbortSignal,
  events: TrailEvent[],
): Promise<void> {
  let pages = 0;
  for await (const page of source.events(name, signal)) {
    events.push(...page);
    pages += 1;
    if (pages === MAX_PAGES) {
      throw new MissingFact('cloudtrail:LookupEvents', `only the newest ${pages} pages of ${name} were read`);
    }
  }
}
