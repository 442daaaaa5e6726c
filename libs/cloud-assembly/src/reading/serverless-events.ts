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
const SAME = ['Queues', 'SourceAccessConfigurations', 'StartingPosition', 'Topics'];

/**
 * The event source mappings that SAM's transform makes of a function's `Events`: id and properties of each. Source: AWS
 * SAM Developer Guide, "EventSource".
 */
export function eventSourceMappings(id: string, events: unknown): readonly (readonly [string, JsonObject])[] {
  return entries(events).flatMap(([name, event]) => {
    const type = own(event, 'Type');
    if (typeof type !== 'string' || !Object.hasOwn(SOURCES, type)) return [];
    const given = own(event, 'Properties');
    const source = own(given, SOURCES[type] ?? '');
    const servers = own(given, 'KafkaBootstrapServers');
    const mapping = {
      FunctionName: { Ref: id },
      ...Object.fromEntries(
        SAME.flatMap((key) => (own(given, key) === undefined ? [] : [[key, own(given, key)]])),
      ),
      ...(source === undefined ? {} : { EventSourceArn: source }),
      ...(type === 'SelfManagedKafka'
        ? { SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: servers ?? [] } } }
        : {}),
      ...(type === 'DocumentDB'
        ? { DocumentDBEventSourceConfig: { DatabaseName: own(given, 'DatabaseName') } }
        : {}),
    };
    return [[`${id}${name}`, mapping] as const];
  });
}
