import type { ManagementEvent } from '../../../network/management-event';
import { ApiError } from '../../api-error';
import type { ApiCall, ApiResult, Operation } from '../../operation';
import { pageOf } from '../../pages';
import type { RecordedEvent } from '../../trail';

/** The most that a page has, and what it has when nobody says it (CloudTrail API Reference, "LookupEvents"). */
const PAGE = 50;

/** What happened in the account and the Region, the newest first: changes, and calls that only read or were refused. */
export const lookupEvents: Operation = {
  name: 'LookupEvents',
  members: ['LookupAttributes', 'StartTime', 'EndTime', 'MaxResults', 'NextToken'],
  action: 'cloudtrail:LookupEvents',
  target: ({ principal }) => ({ resource: '*', accountId: principal.accountId, policy: [], context: {} }),
  handle: (call) => {
    const { input } = call;
    const fits = attributeOf(call);
    const [start, end] = timeRange(call);
    const size = maxResults(input.get('MaxResults'));
    const events = eventsOf(call).filter((event) => {
      const time = event.eventTime.getTime();
      return time >= start && time <= end && fits(event);
    });
    const token = input.get('NextToken') || undefined;
    const page = pageOf(events, newestFirst, { list: 'LookupEvents', size, token });
    if (page === undefined) {
      throw refused(
        'InvalidNextTokenException',
        'Invalid token or token that was previously used in a request with different parameters.',
      );
    }
    return { body: { Events: page.items.map(described), NextToken: page.next } };
  },
};

function eventsOf({ backend, principal, region }: ApiCall): readonly RecordedEvent[] {
  const changes = backend.network.history().map((event): RecordedEvent => ({ ...event, readOnly: false }));
  return [...changes, ...backend.trail.calls].filter(
    ({ accountId, awsRegion }) => accountId === principal.accountId && awsRegion === region,
  );
}

/** A key whose order is that of the newest first. */
function newestFirst({ eventTime, eventId }: ManagementEvent): string {
  return `${String(Number.MAX_SAFE_INTEGER - eventTime.getTime()).padStart(16, '0')} ${eventId}`;
}

/** What an event has for each key of a LookupAttribute. */
const ATTRIBUTES: Readonly<Record<string, (event: RecordedEvent) => readonly unknown[]>> = {
  EventId: ({ eventId }) => [eventId],
  EventName: ({ eventName }) => [eventName],
  ReadOnly: ({ readOnly }) => [String(readOnly)],
  Username: ({ username }) => [username],
  ResourceType: ({ resources }) => resources.map(({ resourceType }) => resourceType),
  ResourceName: ({ resources }) => resources.map(({ resourceName }) => resourceName),
  EventSource: ({ eventSource }) => [eventSource],
  AccessKeyId: ({ userIdentity }) => [userIdentity['accessKeyId']],
};

function attributeOf({ input }: ApiCall): (event: RecordedEvent) => boolean {
  const [attribute, ...more] = input.structures('LookupAttributes');
  if (attribute === undefined) return () => true;
  const key = attribute.get('AttributeKey') ?? '';
  const value = attribute.get('AttributeValue') ?? '';
  const read = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
  if (more.length > 0 || read === undefined || value === '' || value.length > 2000) {
    throw refused(
      'InvalidLookupAttributesException',
      more.length > 0
        ? 'You can specify only one lookup attribute.'
        : read === undefined
          ? `The lookup attribute key ${key.slice(0, 100)} is not one of ${Object.keys(ATTRIBUTES).join(', ')}.`
          : `The value of the lookup attribute ${key} has ${value.length} characters: it has 1 to 2000.`,
    );
  }
  return (event) => read(event).includes(value);
}

/** In milliseconds. */
function timeRange({ input }: ApiCall): readonly [number, number] {
  const start = moment('StartTime', input.get('StartTime')) ?? 0;
  const end = moment('EndTime', input.get('EndTime')) ?? Infinity;
  if (start <= end) return [start, end];
  throw refused('InvalidTimeRangeException', 'StartTime is after EndTime: there is nothing between them.');
}

/** Moments are seconds in this protocol. */
function moment(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(seconds)) return seconds * 1000;
  throw refused(
    'InvalidTimeRangeException',
    `${name} is ${text.slice(0, 100)}: it is a number of seconds since 1970.`,
  );
}

function maxResults(text: string | undefined): number {
  if (text === undefined) return PAGE;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= PAGE) return value;
  throw refused('InvalidMaxResultsException', `MaxResults is ${text.slice(0, 20)}: it is from 1 to ${PAGE}.`);
}

function described(event: RecordedEvent): ApiResult {
  const { eventId, eventName, eventSource, eventTime, readOnly, resources, username, userIdentity } = event;
  const accessKeyId = userIdentity['accessKeyId'];
  return {
    EventId: eventId,
    EventName: eventName,
    ReadOnly: String(readOnly),
    AccessKeyId: typeof accessKeyId === 'string' ? accessKeyId : undefined,
    EventTime: eventTime.getTime() / 1000,
    EventSource: eventSource,
    Username: username,
    Resources: resources.map(({ resourceType, resourceName }) => ({
      ResourceType: resourceType,
      ResourceName: resourceName,
    })),
    CloudTrailEvent: JSON.stringify(recordOf(event)),
  };
}

/** CloudTrail User Guide, "CloudTrail record contents". */
function recordOf(event: RecordedEvent): Readonly<Record<string, unknown>> {
  return {
    eventVersion: '1.11',
    userIdentity: event.userIdentity,
    eventTime: event.eventTime.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: event.eventSource,
    eventName: event.eventName,
    awsRegion: event.awsRegion,
    sourceIPAddress: event.sourceIPAddress,
    userAgent: event.userAgent,
    ...(event.errorCode !== undefined && { errorCode: event.errorCode, errorMessage: event.errorMessage }),
    requestParameters: event.requestParameters,
    responseElements: event.responseElements,
    requestID: event.requestId ?? event.eventId,
    eventID: event.eventId,
    readOnly: event.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: event.accountId,
    eventCategory: 'Management',
  };
}

function refused(code: string, message: string): ApiError {
  return new ApiError(code, 400, message);
}
