import { randomUUID } from 'node:crypto';
import { actorOf, userIdentity } from '../network/history';
import type { ManagementEvent } from '../network/management-event';
import type { ApiError } from './api-error';
import type { ApiCall, Operation, Service } from './operation';

/** How many calls are remembered; the oldest are forgotten first. Each is a kilobyte or two. */
const LIMIT = 5000;
/** Longer ones are left out, as CloudTrail does (CloudTrail User Guide, "CloudTrail record contents"), in characters. */
const LONGEST_PARAMETERS = 100_000;

/** A management event with what only calls have. */
export interface RecordedEvent extends ManagementEvent {
  readonly readOnly: boolean;
  readonly requestId?: string;
  readonly userAgent?: string;
}

/** The calls that changed nothing: what only reads, and what was refused. What was done is in the network's history. */
export class Trail {
  private events: RecordedEvent[] = [];

  constructor(private readonly limit = LIMIT) {}

  /** The calls on record, the oldest first. */
  get calls(): readonly RecordedEvent[] {
    return this.events;
  }

  /**
   * Puts a call on record, unless its service records it as data, or the network did.
   *
   * @param resource the ARN of what it was about, where that is known
   * @param error why it was not done
   */
  record(call: ApiCall, called: Called, resource?: string, error?: ApiError): void {
    const { operation } = called;
    if (operation.recordedAs === 'data') return;
    if (operation.isRecordedByNetwork && error === undefined) return;
    this.events.push(eventOf(call, called, resource, error));
    // All at once and not one by one: each time everything moves up.
    if (this.events.length > 2 * this.limit) this.events = this.events.slice(-this.limit);
  }
}

/** What was called. */
export interface Called {
  readonly service: Service;
  readonly operation: Operation;
}

function eventOf(
  call: ApiCall,
  { service, operation }: Called,
  resource: string | undefined,
  error: ApiError | undefined,
): RecordedEvent {
  const { principal, requestId } = call;
  const userAgent = call.header('user-agent');
  return {
    eventId: randomUUID(),
    eventName: operation.recordedAs ?? operation.name,
    eventSource: `${service.name}.amazonaws.com`,
    eventTime: call.backend.clock(),
    awsRegion: call.region,
    accountId: principal.accountId,
    username: principal.sessionName,
    userIdentity: userIdentity(actorOf(principal)),
    sourceIPAddress: call.request.sourceIp,
    resources: resource === undefined ? [] : resourcesOf(resource),
    requestParameters: parametersOf(call),
    responseElements: null,
    readOnly: /^(?:Describe|Get|List|Lookup|Simulate)/.test(operation.name),
    requestId,
    ...(userAgent !== undefined && { userAgent }),
    ...(error !== undefined && {
      errorCode:
        service.name === 'ec2'
          ? `Client.${error.code}`
          : error.code.replace(/^AccessDeniedException$/, 'AccessDenied'),
      errorMessage: error.message,
    }),
  };
}

/** Kinds of resources, by what comes before the name in their ARN. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^arn:[^:]+:lambda:[^:]*:\d{12}:function:([^:]+)/, 'AWS::Lambda::Function'],
  [/^arn:[^:]+:ec2:[^:]*:\d{12}:network-interface\/(.+)$/, 'AWS::EC2::NetworkInterface'],
  [/^arn:[^:]+:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/, 'AWS::IAM::Role'],
  [/^arn:[^:]+:iam::\w+:policy\/(?:.*\/)?([^/]+)$/, 'AWS::IAM::Policy'],
];

function resourcesOf(arn: string): ManagementEvent['resources'] {
  return TYPES.flatMap(([form, resourceType]) => {
    const resourceName = form.exec(arn)?.[1];
    return resourceName === undefined ? [] : [{ resourceType, resourceName }];
  });
}

/** The input, with names in lower case as all records have them. Environments may have secrets in them: they are never on record. */
function parametersOf({ input }: ApiCall): ManagementEvent['requestParameters'] {
  const members = Object.fromEntries(
    Object.entries(input.toJSON()).filter(([name]) => name !== 'Environment'),
  );
  const text = JSON.stringify(lowerCamel(members));
  if (text === '{}' || text.length > LONGEST_PARAMETERS) return null;
  const parameters: unknown = JSON.parse(text);
  return isRecord(parameters) ? parameters : null;
}

function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      lowerCamel(inner),
    ]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
