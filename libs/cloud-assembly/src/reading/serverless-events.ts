import { entries, own, type JsonObject } from '../json';

/** Events that become an AWS::Lambda::EventSourceMapping, and the property that names their source. */
const SOURCES: Readonly<Record<string, string>> = {
  DocumentDB: 'Cluster',
  DynamoDB: 'Stream',
  Kinesis: 'Stream',
  MQ: 'Broker',
  MSK: 'Stream',
  SelfManagedKafka: '',
  SQS: 'Queue',
};

/** Properties that both have under the same name. */
const SAME = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'Enabled',
  'FilterCriteria',
  'FunctionResponseTypes',
  'KmsKeyArn',
  'LoggingConfig',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'ScalingConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
];

/** Properties that belong together in a mapping, by the type of the event and what they are there. */
const GROUPED: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  DocumentDB: ['DocumentDBEventSourceConfig', ['DatabaseName', 'CollectionName', 'FullDocument']],
  MSK: ['AmazonManagedKafkaEventSourceConfig', ['ConsumerGroupId', 'SchemaRegistryConfig']],
  SelfManagedKafka: ['SelfManagedKafkaEventSourceConfig', ['ConsumerGroupId', 'SchemaRegistryConfig']],
};

/**
 * The event source mappings that SAM's transform makes of a function's `Events`: id and properties of each. Source: AWS
 * SAM Developer Guide, "EventSource".
 *
 * @param functionName what names the function, or the alias that is published of it
 */
export function eventSourceMappings(
  id: string,
  functionName: JsonObject,
  events: unknown,
): readonly (readonly [string, JsonObject])[] {
  return entries(events).flatMap(([name, event]) => {
    const type = own(event, 'Type');
    if (typeof type !== 'string' || !Object.hasOwn(SOURCES, type)) return [];
    const given = own(event, 'Properties');
    const source = own(given, SOURCES[type] ?? '');
    const servers = own(given, 'KafkaBootstrapServers');
    const [group, members] = (Object.hasOwn(GROUPED, type) ? GROUPED[type] : undefined) ?? ['', []];
    const grouped = picked(given, members);
    const mapping = {
      FunctionName: functionName,
      ...picked(given, SAME),
      ...(source === undefined ? {} : { EventSourceArn: source }),
      ...(type === 'SelfManagedKafka'
        ? { SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: servers ?? [] } } }
        : {}),
      ...(Object.keys(grouped).length === 0 ? {} : { [group]: grouped }),
    };
    return [[`${id}${name}`, mapping] as const];
  });
}

function picked(given: unknown, properties: readonly string[]): JsonObject {
  return Object.fromEntries(
    properties.flatMap((property) => {
      const value = own(given, property);
      return value === undefined ? [] : [[property, value]];
    }),
  );
}
