import { isObject, show } from '../json';
import { Fields, isList } from '../network/fields';
import { idOf } from '../network/versions';
import { reasonOf } from '../resolving/scope';
import { asText } from '../resolving/value';
import type { Setting } from './configuration';

/** What a property holds. A function reads what needs a second look. */
type Shape =
  | 'text'
  | 'number'
  | 'flag'
  | readonly [Shape]
  | { readonly [property: string]: Shape }
  | ((fields: Fields) => Setting | undefined);

const DESTINATION: Shape = { Destination: 'text' };
const KAFKA: Shape = {
  ConsumerGroupId: 'text',
  SchemaRegistryConfig: {
    SchemaRegistryURI: 'text',
    EventRecordFormat: 'text',
    AccessConfigs: [{ Type: 'text', URI: 'text' }],
    SchemaValidationConfigs: [{ Attribute: 'text' }],
  },
};

/** The properties of the resource that the API tells, in the order in which it does. */
const PROPERTIES: Readonly<Record<string, Shape>> = {
  StartingPosition: 'text',
  StartingPositionTimestamp: 'number',
  BatchSize: 'number',
  MaximumBatchingWindowInSeconds: 'number',
  ParallelizationFactor: 'number',
  EventSourceArn: 'text',
  FilterCriteria: { Filters: [{ Pattern: 'text' }] },
  KmsKeyArn: 'text',
  MetricsConfig: { Metrics: ['text'] },
  LoggingConfig: { SystemLogLevel: 'text' },
  ScalingConfig: { MaximumConcurrency: 'number' },
  DestinationConfig: { OnSuccess: DESTINATION, OnFailure: DESTINATION },
  Topics: ['text'],
  Queues: ['text'],
  SourceAccessConfigurations: [accessConfiguration],
  SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['text'] } },
  MaximumRecordAgeInSeconds: 'number',
  BisectBatchOnFunctionError: 'flag',
  MaximumRetryAttempts: 'number',
  TumblingWindowInSeconds: 'number',
  FunctionResponseTypes: ['text'],
  AmazonManagedKafkaEventSourceConfig: KAFKA,
  SelfManagedKafkaEventSourceConfig: KAFKA,
  DocumentDBEventSourceConfig: { DatabaseName: 'text', CollectionName: 'text', FullDocument: 'text' },
  ProvisionedPollerConfig: { MinimumPollers: 'number', MaximumPollers: 'number', PollerGroupName: 'text' },
};

/** What the API calls otherwise than CloudFormation does. */
const RENAMED: Readonly<Record<string, string>> = {
  KafkaBootstrapServers: 'KAFKA_BOOTSTRAP_SERVERS',
  KmsKeyArn: 'KMSKeyArn',
};

/** In what the API writes before the ids of a network. */
const VPC_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['VPC_SUBNET', 'subnet'],
  ['VPC_SECURITY_GROUP', 'security_group'],
]);

/**
 * Reads what the API tells of a mapping out of its properties ("AWS::Lambda::EventSourceMapping"; Lambda API Reference,
 * "EventSourceMappingConfiguration"). What cannot be known is left out, and reported at its place.
 *
 * @param defaults what stands where the template says nothing
 */
export function readSettings(
  mapping: Fields,
  defaults: Readonly<Record<string, Setting>>,
): Readonly<Record<string, Setting>> {
  return structure(mapping, PROPERTIES, defaults);
}

/** A property's value; undefined when it is absent, or not known, which is reported. */
export function readSetting(parent: Fields, property: string, shape: Shape): Setting | undefined {
  const { result: place, messages } = parent.scope.collect((scope) => scope.locate(parent.root, property));
  const scope = parent.scope.at(property);
  if (place === undefined) {
    const [message] = messages;
    if (message !== undefined) leaveOut(new Fields(undefined, scope), reasonOf(message));
    return undefined;
  }
  const fields = new Fields(place.raw, scope);
  return fields.has() ? read(fields, shape) : undefined;
}

function read(fields: Fields, shape: Shape): Setting | undefined {
  if (typeof shape === 'function') return shape(fields);
  if (typeof shape === 'string') return scalar(fields, shape);
  if (isListShape(shape)) {
    const elements = fields.elements();
    if (!isList(elements)) return leaveOut(fields, elements.unknown);
    return elements.flatMap((element) => read(element, shape[0]) ?? []);
  }
  const { value, messages } = isObject(fields.root) ? { value: fields.root, messages: [] } : fields.value();
  if (isObject(value)) return structure(fields, shape);
  const [message] = messages;
  return leaveOut(fields, message === undefined ? `${show(value)} is no object` : reasonOf(message));
}

function structure(
  fields: Fields,
  shape: Readonly<Record<string, Shape>>,
  defaults: Readonly<Record<string, Setting>> = {},
): Readonly<Record<string, Setting>> {
  const members = Object.entries(shape).flatMap(([property, inner]) => {
    // One that is there and not known has no default: it is something else.
    const value = fields.has(property) ? readSetting(fields, property, inner) : defaults[property];
    return value === undefined ? [] : [[RENAMED[property] ?? property, value] as const];
  });
  return Object.fromEntries(members);
}

function scalar(fields: Fields, shape: 'text' | 'number' | 'flag'): Setting | undefined {
  const { value, messages } = fields.value();
  const [message] = messages;
  if (message !== undefined) return leaveOut(fields, reasonOf(message));
  const text = asText(value);
  if (shape === 'text') return text ?? leaveOut(fields, `${show(value)} is not a text`);
  if (shape === 'number') {
    return text !== undefined && /^-?\d{1,15}(\.\d{1,9})?$/.test(text)
      ? Number(text)
      : leaveOut(fields, `${show(value)} is not a number`);
  }
  const word = text?.toLowerCase();
  return word === 'true' || word === 'false'
    ? word === 'true'
    : leaveOut(fields, `${show(value)} is not true or false`);
}

/** The ids of a network are as good as known when they stand for one and the same thing everywhere. */
function accessConfiguration(fields: Fields): Setting {
  const type = readSetting(fields, 'Type', 'text');
  const prefix = VPC_PREFIXES.get(String(type));
  if (prefix === undefined) return structure(fields, { Type: 'text', URI: 'text' });
  const id = idOf(fields);
  if (typeof id === 'string') return { Type: String(type), URI: `${prefix}:${id}` };
  leaveOut(new Fields(undefined, fields.scope.at('URI')), id.unknown);
  return { Type: String(type) };
}

function leaveOut({ scope }: Fields, reason: string): undefined {
  scope.report(`${reason}; the Lambda API tells of the mapping without it`);
  return undefined;
}

function isListShape(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
