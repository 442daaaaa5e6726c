import type { Fields } from '../network/fields';
import type { Setting } from './configuration';

/** From where a mapping takes its events. */
export type EventSourceKind =
  'sqs' | 'kinesis' | 'dynamodb' | 'msk' | 'mq' | 'documentdb' | 'self-managed-kafka';

/** The sources by the service of their ARN, and by that of their resource type. */
const SERVICES: ReadonlyMap<string, EventSourceKind> = new Map([
  ['sqs', 'sqs'],
  ['kinesis', 'kinesis'],
  ['dynamodb', 'dynamodb'],
  ['kafka', 'msk'],
  ['mq', 'mq'],
  ['rds', 'documentdb'],
]);
const NAMESPACES: ReadonlyMap<string, EventSourceKind> = new Map([
  ['SQS', 'sqs'],
  ['Kinesis', 'kinesis'],
  ['DynamoDB', 'dynamodb'],
  ['MSK', 'msk'],
  ['AmazonMQ', 'mq'],
  ['DocDB', 'documentdb'],
]);
/** What only mappings of one kind have. */
const TELLING: readonly (readonly [string, EventSourceKind])[] = [
  ['SelfManagedEventSource', 'self-managed-kafka'],
  ['AmazonManagedKafkaEventSourceConfig', 'msk'],
  ['DocumentDBEventSourceConfig', 'documentdb'],
  ['Queues', 'mq'],
  ['Topics', 'msk'],
];

/** The kind of a mapping's event source: by its ARN or resource, else by what the mapping has besides. */
export function kindOf(mapping: Fields): EventSourceKind | undefined {
  const { value } = mapping.value(['EventSourceArn']);
  const source = typeof value === 'string' ? value : '';
  const [, service = ''] = /^arn:[^:]+:([^:]+):/.exec(source) ?? [];
  const [, namespace = ''] = mapping.scope.isOpaque(source)
    ? (typeBehind(source, mapping)?.split('::') ?? [])
    : [];
  return (
    SERVICES.get(service) ??
    NAMESPACES.get(namespace) ??
    TELLING.find(([property]) => mapping.has(property))?.[1]
  );
}

/**
 * What AWS sets where a mapping says nothing (Lambda API Reference, "CreateEventSourceMapping"). The batching window of Kafka,
 * MQ and DocumentDB is 500 ms then, which is no number of seconds and not told.
 */
export function defaultsOf(kind: EventSourceKind | undefined): Readonly<Record<string, Setting>> {
  switch (kind) {
    case undefined:
      return {};
    case 'sqs':
      return { BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] };
    case 'kinesis':
    case 'dynamodb':
      return {
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 0,
        ParallelizationFactor: 1,
        DestinationConfig: { OnFailure: {} },
        MaximumRecordAgeInSeconds: -1,
        BisectBatchOnFunctionError: false,
        MaximumRetryAttempts: -1,
        TumblingWindowInSeconds: 0,
        FunctionResponseTypes: [],
      };
    default:
      return { BatchSize: 100 };
  }
}

/** The type of the resource for whose ARN a placeholder stands, whichever stack it is in. */
function typeBehind(placeholder: string, { scope }: Fields): string | undefined {
  for (const { name, resources } of scope.world.stacks) {
    if (!placeholder.startsWith(`${name}-`)) continue;
    const [logicalId = ''] = placeholder.slice(name.length + 1).split('.');
    const type = resources.get(logicalId)?.type;
    if (type !== undefined) return type;
  }
  return undefined;
}
