import {
  GetEventSourceMappingCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  type EventSourceMappingConfiguration,
  type ListEventSourceMappingsCommandInput,
} from '@aws-sdk/client-lambda';
import type { Credentials } from '@furl/sigv4';
import fc from 'fast-check';
import { ACCOUNT, ApiServer, REGION } from './support/api-server';
import { networkOf, PRIVATE_NETWORK, resource } from './support/private-network';
import { runFixture, type RunningEmulator } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

type Resources = Readonly<Record<string, unknown>>;

const ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function`;
const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const QUEUE = arn('sqs', 'jobs');
const fn = (FunctionName: string): object =>
  resource('Lambda::Function', {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: '' },
  });
const mapping = (properties: object): object =>
  resource('Lambda::EventSourceMapping', { FunctionName: { Ref: 'Fn' }, ...properties });

let server: ApiServer;
let lambda: LambdaClient;
beforeAll(async () => {
  server = await new ApiServer().start();
  lambda = new LambdaClient(server.options);
});
afterAll(async () => {
  lambda.destroy();
  await server.close();
});

function deploy(resources: Resources): void {
  server.serve({ network: networkOf({ Fn: fn('fn'), ...resources }) });
}
async function list(
  input: ListEventSourceMappingsCommandInput = {},
): Promise<EventSourceMappingConfiguration[]> {
  return (await lambda.send(new ListEventSourceMappingsCommand(input))).EventSourceMappings ?? [];
}
/** What a call answers of the only mapping that is deployed, without what differs from one to the next. */
async function only(properties: object, resources: Resources = {}): Promise<object> {
  deploy({ ...resources, Mapping: mapping(properties) });
  const [first, ...others] = await list();
  if (first === undefined || others.length > 0) throw new Error(`there are ${others.length + 1} mappings`);
  const { UUID = '', EventSourceMappingArn, ...rest } = first;
  expect(UUID).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(EventSourceMappingArn).toBe(arn('lambda', `event-source-mapping:${UUID}`));
  return rest;
}

describe('a mapping of each kind is told as AWS tells it', () => {
  it('Amazon SQS', async () => {
    expect(await only({ EventSourceArn: QUEUE })).toEqual({
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      EventSourceArn: QUEUE,
      FunctionArn: `${ARN}:fn`,
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
      FunctionResponseTypes: [],
    });
  });

  it.each([
    ['Amazon Kinesis', arn('kinesis', 'stream/orders')],
    ['Amazon DynamoDB', arn('dynamodb', 'table/orders/stream/2026-11-22T00:00:00.000')],
  ])('%s', async (_, EventSourceArn) => {
    expect(
      await only({
        EventSourceArn,
        StartingPosition: 'AT_TIMESTAMP',
        StartingPositionTimestamp: 1671489395,
        Enabled: false,
      }),
    ).toEqual({
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: new Date(1671489395_000),
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      EventSourceArn,
      FunctionArn: `${ARN}:fn`,
      LastProcessingResult: 'No records processed',
      State: 'Disabled',
      StateTransitionReason: 'User action',
      DestinationConfig: { OnFailure: {} },
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      TumblingWindowInSeconds: 0,
      FunctionResponseTypes: [],
    });
  });

  const inVpc = [
    { Type: 'VPC_SUBNET', URI: expect.stringMatching(/^subnet:subnet-/) as string },
    { Type: 'VPC_SECURITY_GROUP', URI: expect.stringMatching(/^security_group:sg-/) as string },
  ];
  const subnets = [{ Ref: 'SubnetA' }];
  const groups = [{ 'Fn::GetAtt': ['Full', 'GroupId'] }];
  const secret = { Type: 'BASIC_AUTH', URI: arn('secretsmanager', 'secret:s') };

  it('Amazon MSK, with the network of a cluster of the template, whose ARN only AWS knows', async () => {
    const Cluster = resource('MSK::Cluster', {
      ClusterName: 'events',
      BrokerNodeGroupInfo: { ClientSubnets: subnets, SecurityGroups: groups },
    });
    expect(
      await only(
        { EventSourceArn: { Ref: 'Cluster' }, Topics: ['t'], StartingPosition: 'LATEST' },
        { ...PRIVATE_NETWORK, Cluster },
      ),
    ).toEqual({
      StartingPosition: 'LATEST',
      BatchSize: 100,
      FunctionArn: `${ARN}:fn`,
      LastProcessingResult: 'No records processed',
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
      Topics: ['t'],
      SourceAccessConfigurations: inVpc,
    });
  });

  it('Amazon MSK elsewhere, with its ARN and without a network', async () => {
    const EventSourceArn = arn('kafka', 'cluster/events/1-2');
    const told = await only({ EventSourceArn, Topics: ['t'] });
    expect(told).toMatchObject({ EventSourceArn, BatchSize: 100, Topics: ['t'] });
    expect(told).not.toHaveProperty('SourceAccessConfigurations');
  });

  it('Amazon MQ, with its secret first', async () => {
    const Broker = resource('AmazonMQ::Broker', { SubnetIds: subnets, SecurityGroups: groups });
    const properties = {
      EventSourceArn: { 'Fn::GetAtt': ['Broker', 'Arn'] },
      Queues: ['q'],
      SourceAccessConfigurations: [secret],
    };
    expect(await only(properties, { ...PRIVATE_NETWORK, Broker })).toMatchObject({
      BatchSize: 100,
      Queues: ['q'],
      SourceAccessConfigurations: [secret, ...inVpc],
    });
  });

  it('Amazon DocumentDB', async () => {
    const EventSourceArn = arn('rds', 'cluster:documents');
    const DocumentDBEventSourceConfig = { DatabaseName: 'd', FullDocument: 'UpdateLookup' };
    expect(
      await only({ EventSourceArn, DocumentDBEventSourceConfig, SourceAccessConfigurations: [secret] }),
    ).toMatchObject({
      EventSourceArn,
      BatchSize: 100,
      DocumentDBEventSourceConfig,
      SourceAccessConfigurations: [secret],
    });
  });

  it('Apache Kafka of your own, in a VPC and without', async () => {
    const properties = {
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['kafka.example:9092'] } },
      Topics: ['t'],
      MaximumBatchingWindowInSeconds: 3,
      SourceAccessConfigurations: [
        { Type: 'VPC_SUBNET', URI: { Ref: 'SubnetA' } },
        { Type: 'VPC_SECURITY_GROUP', URI: { 'Fn::Sub': 'security_group:${Full.GroupId}' } },
        secret,
      ],
    };
    expect(await only(properties, PRIVATE_NETWORK)).toEqual({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 3,
      FunctionArn: `${ARN}:fn`,
      LastProcessingResult: 'No records processed',
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
      Topics: ['t'],
      SourceAccessConfigurations: [...inVpc, secret],
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['kafka.example:9092'] } },
    });
    expect(await only({ ...properties, SourceAccessConfigurations: [secret] })).toMatchObject({
      SourceAccessConfigurations: [secret],
    });
  });
});

describe('the filters', () => {
  const deployAll = (): void =>
    deploy({
      Other: fn('other'),
      Live: resource('Lambda::Alias', {
        FunctionName: { Ref: 'Fn' },
        FunctionVersion: '$LATEST',
        Name: 'live',
      }),
      A: mapping({ EventSourceArn: QUEUE }),
      B: mapping({ EventSourceArn: arn('sqs', 'others') }),
      C: mapping({ EventSourceArn: QUEUE, FunctionName: { Ref: 'Live' } }),
      D: mapping({ EventSourceArn: QUEUE, FunctionName: { Ref: 'Other' } }),
      E: mapping({ EventSourceArn: QUEUE, FunctionName: 'not-of-this-template' }),
    });

  it.each<[string, ListEventSourceMappingsCommandInput, readonly string[]]>([
    ['none', {}, ['fn', 'fn', 'fn:live', 'other', 'not-of-this-template']],
    ['a name', { FunctionName: 'fn' }, ['fn', 'fn']],
    ['a name and an alias', { FunctionName: 'fn:live' }, ['fn:live']],
    ['an ARN', { FunctionName: `${ARN}:other` }, ['other']],
    ['an ARN with an alias', { FunctionName: `${ARN}:fn:live` }, ['fn:live']],
    ['a partial ARN', { FunctionName: `${ACCOUNT}:function:fn` }, ['fn', 'fn']],
    ['the ARN of another account', { FunctionName: '999999999999:function:fn' }, []],
    ['the ARN of another Region', { FunctionName: `arn:aws:lambda:us-west-2:${ACCOUNT}:function:fn` }, []],
    ['a function that is nowhere', { FunctionName: 'nobody' }, []],
    [
      'a function that only the mapping names',
      { FunctionName: 'not-of-this-template' },
      ['not-of-this-template'],
    ],
    ['a source', { EventSourceArn: QUEUE }, ['fn', 'fn:live', 'other', 'not-of-this-template']],
    ['a source that is nowhere', { EventSourceArn: arn('sqs', 'nothing') }, []],
    ['both', { EventSourceArn: QUEUE, FunctionName: 'fn' }, ['fn']],
  ])('find what belongs to %s', async (_, input, names) => {
    deployAll();
    expect((await list(input)).map(({ FunctionArn = '' }) => FunctionArn.slice(ARN.length + 1))).toEqual(
      names,
    );
  });

  it.each<[ListEventSourceMappingsCommandInput, string, string]>([
    [{ EventSourceArn: 'jobs' }, 'ValidationException', "Value 'jobs' at 'eventSourceArn'"],
    [{ FunctionName: 'no such/name' }, 'ValidationException', "at 'functionName'"],
    [{ MaxItems: 0 }, 'ValidationException', "at 'maxItems'"],
    [{ Marker: 'bm8' }, 'InvalidParameterValueException', 'Invalid Marker value.'],
  ])('refuse %j', async (input, name, message) => {
    deployAll();
    await expect(list(input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('find nothing where nothing is deployed', async () => {
    server.serve({});
    expect(await list()).toEqual([]);
  });
});

describe('GetEventSourceMapping', () => {
  it('tells of one what the list tells, the same in every run', async () => {
    deploy({ Mapping: mapping({ EventSourceArn: QUEUE }) });
    const [before] = await list();
    deploy({
      Another: mapping({ EventSourceArn: arn('sqs', 'b') }),
      Mapping: mapping({ EventSourceArn: QUEUE }),
    });
    const { $metadata, ...found } = await lambda.send(
      new GetEventSourceMappingCommand({ UUID: before?.UUID }),
    );
    expect($metadata.httpStatusCode).toBe(200);
    expect(found).toEqual(before);
  });

  it('tells encrypted filters, which the list does not', async () => {
    const FilterCriteria = { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] };
    const KmsKeyArn = arn('kms', 'key/1');
    deploy({ Mapping: mapping({ EventSourceArn: QUEUE, FilterCriteria, KmsKeyArn }) });
    const [listed] = await list();
    expect(listed).toMatchObject({ KMSKeyArn: KmsKeyArn });
    expect(listed).not.toHaveProperty('FilterCriteria');
    expect(await lambda.send(new GetEventSourceMappingCommand({ UUID: listed?.UUID }))).toMatchObject({
      FilterCriteria,
    });
    deploy({ Mapping: mapping({ EventSourceArn: QUEUE, FilterCriteria }) });
    expect(await list()).toMatchObject([{ FilterCriteria }]);
  });

  it.each(['00000000-0000-4000-a000-000000000000', '__proto__', '../functions', '%'])(
    'knows no %j',
    async (UUID) => {
      deploy({ Mapping: mapping({ EventSourceArn: QUEUE }) });
      await expect(lambda.send(new GetEventSourceMappingCommand({ UUID }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'The resource you requested does not exist.',
        $metadata: { httpStatusCode: 404 },
      });
    },
  );
});

it('pages, however many there are: each once, at most 100 at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 230 }),
      fc.option(fc.integer({ min: 1, max: 150 }), { nil: undefined }),
      fc.constantFrom(undefined, 'fn', 'other'),
      async (count, MaxItems, FunctionName) => {
        const names = ['fn', 'other'] as const;
        const all = Array.from({ length: count }, (_, index) => [
          `M${index}`,
          mapping({ FunctionName: names[index % 2], EventSourceArn: arn('sqs', `q-${index}`) }),
        ]);
        deploy(Object.fromEntries(all) as Resources);
        const seen: (string | undefined)[] = [];
        let Marker: string | undefined;
        do {
          const input = { MaxItems, Marker, FunctionName };
          const { EventSourceMappings = [], NextMarker } = await lambda.send(
            new ListEventSourceMappingsCommand(input),
          );
          expect(EventSourceMappings.length).toBeLessThanOrEqual(Math.min(MaxItems ?? 100, 100));
          if (NextMarker !== undefined) expect(EventSourceMappings).not.toEqual([]);
          seen.push(...EventSourceMappings.map(({ EventSourceArn }) => EventSourceArn));
          Marker = NextMarker;
        } while (Marker !== undefined);
        const expected = Array.from({ length: count }, (_, index) => index)
          .filter((index) => FunctionName === undefined || names[index % 2] === FunctionName)
          .map((index) => arn('sqs', `q-${index}`));
        expect([...seen].sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 15 },
  );
});

it('lists those of a cloud assembly, and says at the start what it does not know of them', async () => {
  const assembly = new TemporaryAssembly().write('code/index.js', 'exports.handler = async () => "hello";');
  assembly.synth({
    ...publicFunction('fn', 'code'),
    Queue: resource('SQS::Queue', {}),
    Mapping: resource('Lambda::EventSourceMapping', {
      FunctionName: { Ref: 'fn' },
      EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    }),
  });
  const emulator = await runFixture('temporary', { assemblyFolder: assembly.folder });
  const client = clientOf(emulator);
  try {
    const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand());
    expect(EventSourceMappings).toMatchObject([
      { FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:fn`, BatchSize: 10, State: 'Enabled' },
    ]);
    expect(EventSourceMappings[0]).not.toHaveProperty('EventSourceArn');
    expect(emulator.notices).toContain(
      'App.Mapping.EventSourceArn: the attribute Arn of Queue (AWS::SQS::Queue) is known only to AWS; the Lambda API tells of the mapping without it',
    );
  } finally {
    client.destroy();
    await emulator.close();
    assembly.remove();
  }
});

it('lets a role ask for the mappings of the functions that it may ask for', async () => {
  const assembly = new TemporaryAssembly().write(
    'code/index.js',
    'exports.handler = async () => process.env;',
  );
  const allow = {
    Effect: 'Allow',
    Action: 'lambda:GetEventSourceMapping',
    Resource: 'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:*',
    Condition: { ArnLike: { 'lambda:FunctionArn': 'arn:aws:lambda:us-east-1:123456789012:function:fn' } },
  };
  assembly.synth({
    ...publicFunction('fn', 'code', { Role: { 'Fn::GetAtt': ['Reader', 'Arn'] } }),
    ...publicFunction('other', 'code'),
    Reader: resource('IAM::Role', {
      RoleName: 'reader',
      AssumeRolePolicyDocument: { Statement: [] },
      Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [allow] } }],
    }),
    Own: resource('Lambda::EventSourceMapping', { FunctionName: 'fn', EventSourceArn: QUEUE }),
    Foreign: resource('Lambda::EventSourceMapping', { FunctionName: 'other', EventSourceArn: QUEUE }),
  });
  const emulator = await runFixture('temporary', { assemblyFolder: assembly.folder });
  const developer = clientOf(emulator);
  const clients = [developer];
  try {
    const { Payload } = await developer.send(new InvokeCommand({ FunctionName: 'fn' }));
    const env = JSON.parse(Buffer.from(Payload ?? []).toString('utf8')) as Record<string, string>;
    const reader = clientOf(emulator, {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: env['AWS_SESSION_TOKEN'] ?? '',
    });
    clients.push(reader);
    const { EventSourceMappings = [] } = await developer.send(new ListEventSourceMappingsCommand());
    const uuidOf = (name: string) =>
      EventSourceMappings.find(({ FunctionArn }) => FunctionArn?.endsWith(`:${name}`))?.UUID;
    const get = (UUID: string | undefined) => reader.send(new GetEventSourceMappingCommand({ UUID }));
    expect(await get(uuidOf('fn'))).toMatchObject({ UUID: uuidOf('fn') });
    await expect(get(uuidOf('other'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: lambda:GetEventSourceMapping on resource: arn:aws:lambda:us-east-1:123456789012:event-source-mapping:${uuidOf('other')}`,
      ) as string,
      $metadata: { httpStatusCode: 403 },
    });
  } finally {
    for (const client of clients) client.destroy();
    await emulator.close();
    assembly.remove();
  }
});

function clientOf(emulator: RunningEmulator, credentials: Credentials = emulator.developer): LambdaClient {
  const endpoint = `http://localhost:${emulator.port}`;
  return new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}
