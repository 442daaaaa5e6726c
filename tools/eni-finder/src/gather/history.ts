import { firstUser, keyOf, keysOf } from '../lambda-eni';
import type { Eni, TrailEvent } from '../model';
import type { Recorded, TrailFacts } from '../verdict/facts';

/** What CloudTrail tells of one interface, and of whom it tells it. */
export interface EniHistory extends TrailFacts {
  /** The execution role of the last function that is known to have used it. */
  readonly role: string | undefined;
  /** Functions that moved to another network away from this one, with the time. */
  readonly moved: ReadonlyMap<string, Date>;
  /** Functions that had other interfaces, before their last update and after it. */
  readonly elsewhere: ReadonlySet<string>;
}

/** What a function was like at some moment, as far as its events tell. */
interface Known {
  readonly keys: ReadonlySet<string> | undefined;
  /** What it may have now: an update that is not over leaves it what it had before. */
  readonly possible: readonly (ReadonlySet<string> | undefined)[];
  readonly role: string | undefined;
}

/**
 * What came to pass of interfaces, from CloudTrail's events in any order.
 *
 * Who used an interface is known of functions whose creation or update is among the events, and of the one that its
 * description names; that one may have been moved away before, so a known network counts more than the name.
 */
export class History {
  private readonly events: readonly TrailEvent[];

  constructor(events: readonly TrailEvent[]) {
    this.events = [...events].sort((one, other) => one.at.getTime() - other.at.getTime());
  }

  of(eni: Eni): EniHistory {
    const key = keyOf(eni);
    const named = firstUser(eni);
    const functions = new Map<string, Known>();
    const moved = new Map<string, Date>();
    let release: Recorded | undefined;
    let groupChange: Recorded | undefined;
    let role: string | undefined;
    for (const event of this.events) {
      if (event.kind === 'groups-changed') {
        if (event.eni === eni.id) groupChange = recorded(event, `${event.by} changed its security groups`);
        continue;
      }
      const name = event.functionName;
      const before = functions.get(name);
      const used = before?.keys === undefined ? name === named : before.keys.has(key);
      if (event.kind === 'deleted') {
        if (used) {
          const what = event.qualifier === undefined ? name : `version ${event.qualifier} of ${name}`;
          release = recorded(event, `${event.by} deleted ${what}`);
          role = before?.role ?? role;
        }
        if (event.qualifier === undefined) functions.delete(name);
        continue;
      }
      const keys = event.network === undefined ? before?.keys : new Set(keysOf(event.network));
      const possible =
        event.kind === 'created'
          ? [keys]
          : event.network === undefined
            ? before?.possible
            : [before?.keys, keys];
      functions.set(name, { keys, possible: possible ?? [undefined], role: event.role ?? before?.role });
      if (keys?.has(key) || (keys === undefined && name === named)) {
        role = event.role ?? before?.role ?? role;
        // It is used again: what was let go of before counts no more.
        if (keys?.has(key)) release = undefined;
      } else if (used && event.kind === 'updated') {
        release = recorded(event, `${event.by} moved ${name} to another network`);
        role = before?.role ?? event.role ?? role;
        moved.set(name, event.at);
      }
    }
    const elsewhere = [...functions].filter(([, { possible }]) =>
      possible.every((keys) => keys && !keys.has(key)),
    );
    return { release, groupChange, role, moved, elsewhere: new Set(elsewhere.map(([name]) => name)) };
  }
}

function recorded({ at }: TrailEvent, what: string): Recorded {
  return { at, what };
}
