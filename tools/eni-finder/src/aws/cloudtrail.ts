import type { TrailEvent } from '../model';
import type { Source, TrailEventName } from '../source';
import { trailEvent } from '../trail-record';
import type { Call } from './aws-source';
import type { ClientConfig } from './clients';
import { lazy } from './lazy';

/** The most that LookupEvents gives. */
const EVENTS_A_PAGE = 50;

/** What is asked of CloudTrail. */
export function trailOf(config: ClientConfig, call: Call): Pick<Source, 'events'> & { close(): void } {
  const sdk = () => import('@aws-sdk/client-cloudtrail');
  const client = lazy(async () => new (await sdk()).CloudTrailClient(config));

  async function* events(name: TrailEventName, signal: AbortSignal): AsyncGenerator<TrailEvent[]> {
    const { LookupEventsCommand } = await sdk();
    const cloudTrail = await client.get();
    let token: string | undefined;
    do {
      const page = new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
        MaxResults: EVENTS_A_PAGE,
        NextToken: token,
      });
      const { Events = [], NextToken } = await call(
        'cloudtrail:LookupEvents',
        (options) => cloudTrail.send(page, options),
        signal,
      );
      yield Events.flatMap(
        ({ EventTime, Username, CloudTrailEvent }) =>
          trailEvent({ eventTime: EventTime, userName: Username, record: CloudTrailEvent }) ?? [],
      );
      token = NextToken || undefined;
    } while (token !== undefined);
  }

  return { events, close: () => client.close() };
}
