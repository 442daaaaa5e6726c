import { readNetwork } from '../read-network';
import { inMemory, readStack } from '../testing/assemblies';
import { networkIn, networkWith } from '../testing/networks';
import type { EventSourceMappingConfiguration } from './configuration';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const Fn = {
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: 'fn', Code: { ZipFile: '' }, Handler: 'index.handler', Runtime: 'nodejs22.x' },
};
const mapping = (properties: object, rest: object = {}): object => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { FunctionName: { Ref: 'Fn' }, ...properties },
  ...rest,
});
const queue = 'arn:aws:sqs:us-east-1:000000000000:q';

function all(resources: object, rest: object = {}): readonly EventSourceMappingConfiguration[] {
  return networkWith({ Fn, ...resources }, rest).eventSourceMappingConfigurations ?? [];
}
function only(properties: object, resources: object = {}): EventSourceMappingConfiguration {
  const [first, ...others] = all({ ...resources, Mapping: mapping(properties) });
  if (first === undefined || others.length > 0) throw new Error('there is not one mapping');
  return first;
}
const problemsWith = (properties: object, resources: object = {}) =>
  readStack({ Resources: { Fn, ...resources, Mapping: mapping(properties) } }).problems;

/** The event source mappings of a function of SAM with these events. */
function ofEvents(
  Events: object,
  properties: object = {},
): Readonly<Record<string, EventSourceMappingConfiguration>> {
  const { eventSourceMappingConfigurations = [] } = networkIn({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: { FunctionName: 'fn', InlineCode: '', Events, ...properties },
      },
    },
  });
  return Object.fromEntries(eventSourceMappingConfigurations.map((each) => [each.path.split('.')[1], each]));
}

describe('what a mapping says nothing of', () => {
  it.each<[string, object, string | undefined, object]>([
    ['SQS', { EventSourceArn: queue }, 'sqs', { BatchSize: 10, MaximumBatchingWindowInSeconds: 0 }],
    [
      'Kinesis',
      { EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' },
      'kinesis',
      { BatchSize: 100, MaximumRetryAttempts: -1, DestinationConfig: { OnFailure: {} } },
    ],
    [
      'DynamoDB',
      { EventSourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026' },
      'dynamodb',
      { BatchSize: 100, ParallelizationFactor: 1, TumblingWindowInSeconds: 0 },
    ],
    [
      'MSK',
      { EventSourceArn: 'arn:aws:kafka:us-east-1:000000000000:cluster/c/1' },
      'msk',
      { BatchSize: 100 },
    ],
    ['MQ', { EventSourceArn: 'arn:aws:mq:us-east-1:000000000000:broker:b:b-1' }, 'mq', { BatchSize: 100 }],
    [
      'DocumentDB',
      { EventSourceArn: 'arn:aws:rds:us-east-1:000000000000:cluster:c' },
      'documentdb',
      { BatchSize: 100 },
    ],
    [
      'a cluster of its own',
      { SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['a:9092'] } }, Topics: ['t'] },
      'self-managed-kafka',
      { BatchSize: 100, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['a:9092'] } } },
    ],
    ['a source of which nothing is known', {}, undefined, {}],
  ])('is as AWS has it for %s', (_, properties, kind, settings) => {
    const found = only(properties);
    expect(found).toMatchObject({ kind, isEnabled: true, functionArn: `${ARN}:fn`, settings });
    expect('BatchSize' in found.settings).toBe(kind !== undefined);
  });

  it('is as AWS has it for a resource whose ARN only AWS knows', () => {
    const Queue = { Type: 'AWS::SQS::Queue' };
    const here = only({ EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }, { Queue });
    expect([here.kind, here.settings]).toEqual([
      'sqs',
      { BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] },
    ]);
    const Broker = { Type: 'AWS::AmazonMQ::Broker', Properties: {} };
    expect(only({ EventSourceArn: { 'Fn::GetAtt': 'Broker.Arn' } }, { Broker }).kind).toBe('mq');
  });
});

it('knows the source of another stack by its resource', () => {
  const stack = (templateFile: string) => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties: { templateFile },
  });
  const Arn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  const files = inMemory({
    'manifest.json': { artifacts: { Queues: stack('queues.json'), App: stack('app.json') } },
    'queues.json': {
      Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
      Outputs: { Arn: { Value: Arn, Export: { Name: 'queue' } } },
    },
    'app.json': { Resources: { Fn, Mapping: mapping({ EventSourceArn: { 'Fn::ImportValue': 'queue' } }) } },
  });
  const mappings = readNetwork({ files }).eventSourceMappingConfigurations ?? [];
  expect(mappings.map(({ path, kind }) => [path, kind])).toEqual([['App.Mapping', 'sqs']]);
});

describe('what a mapping says', () => {
  it('is told in the words and types of the API', () => {
    const { settings, isEnabled } = only({
      EventSourceArn: queue,
      BatchSize: '25',
      Enabled: 'false',
      FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] },
      KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k',
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumBatchingWindowInSeconds: { Ref: 'AWS::NoValue' },
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(isEnabled).toBe(false);
    expect(settings).toEqual({
      BatchSize: 25,
      MaximumBatchingWindowInSeconds: 0,
      EventSourceArn: queue,
      FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] },
      KMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k',
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it.each<[string, unknown, string]>([
    ['a name', 'fn', `${ARN}:fn`],
    ['a name with an alias', 'fn:live', `${ARN}:fn:live`],
    ['a partial ARN', '000000000000:function:fn:7', `${ARN}:fn:7`],
    ['an ARN', `${ARN}:other:live`, `${ARN}:other:live`],
    ['an alias', { Ref: 'Alias' }, `${ARN}:fn:live`],
    ['a version', { Ref: 'Version' }, `${ARN}:fn:1`],
  ])('names its function by %s', (_, FunctionName, functionArn) => {
    const Alias = {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'Fn' }, Name: 'live', FunctionVersion: '1' },
    };
    const Version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } };
    expect(only({ FunctionName, EventSourceArn: queue }, { Alias, Version }).functionArn).toBe(functionArn);
  });

  it('follows a stream by its name, and gives its own id to whoever refers to it', () => {
    const Stream = { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'orders' } };
    const network = networkWith({
      Stream,
      Fn,
      Mapping: mapping({ EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] }, StartingPosition: 'LATEST' }),
    });
    const [found] = network.eventSourceMappingConfigurations ?? [];
    expect(found?.settings).toMatchObject({
      EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      StartingPosition: 'LATEST',
    });
    const { stacks } = readStack({
      Resources: { Fn, Mapping: mapping({ EventSourceArn: queue }) },
      Outputs: {
        Id: { Value: { Ref: 'Mapping' } },
        Arn: { Value: { 'Fn::GetAtt': ['Mapping', 'EventSourceMappingArn'] } },
      },
    });
    const { Id = '', Arn } = stacks[0]?.outputs ?? {};
    expect(Id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(Arn).toBe(`arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${Id}`);
  });
});

describe('what cannot be known', () => {
  it('is left out and named where it stands, and has no default', () => {
    const properties = {
      FunctionName: { Ref: 'Nobody' },
      EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      BatchSize: 'many',
      Topics: ['a', { Ref: 'Nobody' }],
      ScalingConfig: 'text',
      SourceAccessConfigurations: [
        { Type: 'BASIC_AUTH', URI: { Ref: 'Secret' } },
        { Type: 'VPC_SUBNET', URI: { Ref: 'Nobody' } },
        { Type: 'VPC_SECURITY_GROUP', URI: 'sg-1' },
      ],
    };
    const resources = {
      Queue: { Type: 'AWS::SQS::Queue' },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
    };
    const without = '; the Lambda API tells of the mapping without it';
    expect(problemsWith(properties, resources)).toEqual([
      ...[
        ['FunctionName', 'App has no resource or parameter "Nobody"'],
        ['BatchSize', '"many" is not a number'],
        ['EventSourceArn', 'the attribute Arn of Queue (AWS::SQS::Queue) is known only to AWS'],
        ['ScalingConfig', '"text" is no object'],
        ['Topics.1', 'App has no resource or parameter "Nobody"'],
        [
          'SourceAccessConfigurations.0.URI',
          'the physical id of Secret (AWS::SecretsManager::Secret) is known only to AWS',
        ],
        ['SourceAccessConfigurations.1.URI', 'App has no resource or parameter "Nobody"'],
      ].map(([path, reason]) => ({ path: `App.Mapping.${path}`, message: `${reason}${without}` })),
    ]);
  });

  it('is a mapping whose condition is not known, too; one whose condition does not hold is nowhere', () => {
    const Conditions = { No: { 'Fn::Equals': ['a', 'b'] }, Who: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] } };
    const Parameters = { P: { Type: 'String' } };
    const found = all(
      {
        One: mapping({ EventSourceArn: queue }, { Condition: 'No' }),
        Two: mapping({ EventSourceArn: queue }, { Condition: 'Who' }),
        Three: mapping({ EventSourceArn: queue }),
      },
      { Conditions, Parameters },
    );
    expect(found.map(({ path }) => path)).toEqual(['Template.Three']);
  });

  it('is nothing that makes a network partial', () => {
    const { problems } = networkWith(
      { Fn, Mapping: mapping({ EventSourceArn: { Ref: 'Elsewhere' } }) },
      {
        Parameters: { Elsewhere: { Type: 'String' } },
      },
    );
    expect(problems).toEqual([]);
  });
});

describe('the events of a function of SAM', () => {
  const access = [{ Type: 'BASIC_AUTH', URI: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:s' }];
  it.each<[string, object, string, object]>([
    [
      'SQS',
      { Queue: queue, BatchSize: 5, ScalingConfig: { MaximumConcurrency: 2 }, Enabled: false },
      'sqs',
      { EventSourceArn: queue, BatchSize: 5, ScalingConfig: { MaximumConcurrency: 2 } },
    ],
    [
      'Kinesis',
      {
        Stream: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
        StartingPosition: 'AT_TIMESTAMP',
        StartingPositionTimestamp: 1671489395.5,
        DestinationConfig: { OnFailure: { Type: 'SQS', Destination: queue } },
      },
      'kinesis',
      { StartingPositionTimestamp: 1671489395.5, DestinationConfig: { OnFailure: { Destination: queue } } },
    ],
    [
      'DynamoDB',
      {
        Stream: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026',
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FilterCriteria: { Filters: [{ Pattern: '{}' }] },
      },
      'dynamodb',
      {
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FilterCriteria: { Filters: [{ Pattern: '{}' }] },
      },
    ],
    [
      'MSK',
      {
        Stream: 'arn:aws:kafka:us-east-1:000000000000:cluster/c/1',
        StartingPosition: 'LATEST',
        Topics: ['t'],
        ConsumerGroupId: 'group',
        ProvisionedPollerConfig: { MinimumPollers: 1 },
      },
      'msk',
      {
        Topics: ['t'],
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'group' },
        ProvisionedPollerConfig: { MinimumPollers: 1 },
      },
    ],
    [
      'MQ',
      {
        Broker: 'arn:aws:mq:us-east-1:000000000000:broker:b:b-1',
        Queues: ['q'],
        SourceAccessConfigurations: access,
      },
      'mq',
      {
        EventSourceArn: 'arn:aws:mq:us-east-1:000000000000:broker:b:b-1',
        Queues: ['q'],
        SourceAccessConfigurations: access,
      },
    ],
    [
      'SelfManagedKafka',
      {
        KafkaBootstrapServers: ['a:9092'],
        Topics: ['t'],
        ConsumerGroupId: 'group',
        SourceAccessConfigurations: access,
      },
      'self-managed-kafka',
      {
        SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['a:9092'] } },
        SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'group' },
        SourceAccessConfigurations: access,
      },
    ],
    [
      'DocumentDB',
      {
        Cluster: 'arn:aws:rds:us-east-1:000000000000:cluster:c',
        DatabaseName: 'd',
        CollectionName: 'c',
        FullDocument: 'UpdateLookup',
        SourceAccessConfigurations: access,
      },
      'documentdb',
      {
        DocumentDBEventSourceConfig: { DatabaseName: 'd', CollectionName: 'c', FullDocument: 'UpdateLookup' },
      },
    ],
  ])('are a mapping each: %s', (Type, Properties, kind, settings) => {
    const found = ofEvents({ Comes: { Type, Properties } });
    expect(Object.keys(found)).toEqual(['FnComes']);
    expect(found['FnComes']).toMatchObject({ functionArn: `${ARN}:fn`, kind, settings });
    expect(found['FnComes']?.isEnabled).toBe(Type !== 'SQS');
  });

  it('call the alias that is published, and are none where SAM makes no mapping', () => {
    const found = ofEvents(
      {
        Jobs: { Type: 'SQS', Properties: { Queue: queue } },
        Daily: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } },
      },
      { AutoPublishAlias: 'live' },
    );
    expect(Object.values(found).map(({ functionArn }) => functionArn)).toEqual([`${ARN}:fn:live`]);
  });
});
