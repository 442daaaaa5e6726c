import {
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type NetworkInterface,
} from '@aws-sdk/client-ec2';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Credentials } from '@furl/sigv4';
import type { EmulatorOptions } from '../src/index';
import { request } from './support/http-client';
import { resource } from './support/private-network';
import { runFixture, type RunningEmulator } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

const REGION = 'us-east-1';
const ARN = `arn:aws:lambda:${REGION}:123456789012:function`;
const VPC_ACCESS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';

const group = (GroupName: string): object =>
  resource('EC2::SecurityGroup', { GroupName, GroupDescription: GroupName, VpcId: { Ref: 'Vpc' } });
const role = (RoleName: string, more: object = {}): object =>
  resource('IAM::Role', { RoleName, AssumeRolePolicyDocument: { Statement: [] }, ...more });
const subnet = (CidrBlock: string, zone: string): object =>
  resource('EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock, AvailabilityZone: `${REGION}${zone}` });
const inVpc = (name: string): object => ({
  VpcConfig: {
    SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetC' }],
    SecurityGroupIds: [{ 'Fn::GetAtt': [name, 'GroupId'] }],
  },
  Role: { 'Fn::GetAtt': ['VpcRole', 'Arn'] },
});

/** The experiment of the article: two subnets, two groups, three functions, of which two share a group. */
const EXPERIMENT: Readonly<Record<string, object>> = {
  Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  SubnetA: subnet('10.0.1.0/24', 'a'),
  SubnetC: subnet('10.0.2.0/24', 'c'),
  Full: group('outbound-full-sg'),
  Within: group('outbound-vpc-sg'),
  VpcRole: role('IRL-Lambda', { ManagedPolicyArns: [VPC_ACCESS] }),
  ...publicFunction('test-lambda-01', 'code', inVpc('Full')),
  ...publicFunction('test-lambda-02', 'code', inVpc('Within')),
  ...publicFunction('test-lambda-03', 'code', inVpc('Within')),
};

let assembly: TemporaryAssembly;
let emulator: RunningEmulator;
let clients: { destroy(): void }[];
beforeEach(() => {
  clients = [];
  assembly = new TemporaryAssembly().write('code/index.js', 'exports.handler = async () => "hello";');
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await emulator.close();
  assembly.remove();
});

async function start(resources: object = {}, options: Partial<EmulatorOptions> = {}): Promise<void> {
  assembly.synth({ ...EXPERIMENT, ...resources });
  emulator = await runFixture('temporary', {
    assemblyFolder: assembly.folder,
    eniClock: 'instant',
    ...options,
  });
}
const keep = <T extends { destroy(): void }>(client: T): T => {
  clients.push(client);
  return client;
};
const options = (credentials: Credentials = emulator.developer) => ({
  endpoint: `http://localhost:${emulator.port}`,
  region: REGION,
  credentials,
  maxAttempts: 1,
});
const lambda = (credentials?: Credentials): LambdaClient => keep(new LambdaClient(options(credentials)));
const ec2 = (credentials?: Credentials): EC2Client => keep(new EC2Client(options(credentials)));

async function interfaces(): Promise<NetworkInterface[]> {
  return (await ec2().send(new DescribeNetworkInterfacesCommand())).NetworkInterfaces ?? [];
}
async function free(): Promise<(number | undefined)[]> {
  const { Subnets = [] } = await ec2().send(new DescribeSubnetsCommand());
  return Subnets.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount);
}
const groupsOf = (all: readonly NetworkInterface[]) =>
  all.map(({ Groups }) => Groups?.map(({ GroupName }) => GroupName).join()).sort();
const stateOf = async (FunctionName: string) =>
  lambda().send(new GetFunctionConfigurationCommand({ FunctionName }));
/** Ids by what people call them. */
async function ids(): Promise<Readonly<Record<string, string>>> {
  const network = emulator.network.networks()[0];
  const all = [...(network?.subnets ?? []), ...(network?.securityGroups ?? [])];
  return Object.fromEntries(all.map(({ id, path = '' }) => [path.split('.')[1] ?? '', id]));
}

describe('the experiment', () => {
  it('has four interfaces, and lets go of those of the functions that are deleted', async () => {
    // 20 minutes are a second, slow enough to be seen on a busy machine.
    await start({}, { eniClock: '1200x' });
    const before = await interfaces();
    expect(groupsOf(before)).toEqual([
      'outbound-full-sg',
      'outbound-full-sg',
      'outbound-vpc-sg',
      'outbound-vpc-sg',
    ]);
    expect(before.map(({ InterfaceType, Status }) => `${InterfaceType} ${Status}`)).toEqual(
      Array(4).fill('lambda in-use'),
    );
    expect(await free()).toEqual([249, 249]);

    for (const FunctionName of ['test-lambda-01', 'test-lambda-02']) {
      const { $metadata } = await lambda().send(new DeleteFunctionCommand({ FunctionName }));
      expect($metadata.httpStatusCode).toBe(204);
      await expect(stateOf(FunctionName)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    let left = await interfaces();
    for (const end = Date.now() + 20_000; left.length > 2 && Date.now() < end; left = await interfaces()) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(groupsOf(left)).toEqual(['outbound-vpc-sg', 'outbound-vpc-sg']);
    expect(left.map(({ Status }) => Status)).toEqual(['in-use', 'in-use']);
    expect(await free()).toEqual([250, 250]);
    const { Events = [] } = await keep(new CloudTrailClient(options())).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'ec2.amazonaws.com' }],
      }),
    );
    expect(Events.filter(({ EventName }) => EventName === 'DeleteNetworkInterface')).toHaveLength(2);
  });

  it('tells who runs where, by version, with the VPC', async () => {
    await start();
    const { Functions = [] } = await lambda().send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }));
    expect(Functions.map(({ FunctionArn }) => FunctionArn)).toEqual(
      ['01', '02', '03'].map((number) => `${ARN}:test-lambda-${number}:$LATEST`),
    );
    const { SubnetA, SubnetC, Full } = await ids();
    const { Configuration } = await lambda().send(new GetFunctionCommand({ FunctionName: 'test-lambda-01' }));
    expect(Configuration).toMatchObject({
      FunctionArn: `${ARN}:test-lambda-01`,
      VpcConfig: {
        SubnetIds: [SubnetA, SubnetC],
        SecurityGroupIds: [Full],
        VpcId: emulator.network.networks()[0]?.vpcs[0]?.id,
        Ipv6AllowedForDualStack: false,
      },
      State: 'Active',
      LastUpdateStatus: 'Successful',
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/) as string,
      Version: '$LATEST',
    });
    // What a list does not tell on AWS it does not tell here.
    expect(Functions[0]).not.toHaveProperty('State');
  });

  it('keeps an interface in use from being deleted', async () => {
    await start();
    const [first] = await interfaces();
    const NetworkInterfaceId = first?.NetworkInterfaceId ?? '';
    await expect(ec2().send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))).rejects.toMatchObject(
      {
        name: 'InvalidParameterValue',
        message: `Network interface '${NetworkInterfaceId}' is currently in use.`,
      },
    );
    expect(await interfaces()).toHaveLength(4);
  });

  it('deletes one that Lambda left behind, once, and gives its address back', async () => {
    await start();
    // Taken out of the VPC, and the role's permissions with it: then Lambda can detach, and cannot delete.
    const outside = { Role: { 'Fn::GetAtt': ['VpcRole', 'Arn'] } };
    const names = ['test-lambda-01', 'test-lambda-02', 'test-lambda-03'];
    assembly.synth({
      ...EXPERIMENT,
      ...Object.assign({}, ...names.map((name) => publicFunction(name, 'code', outside))),
      VpcRole: role('IRL-Lambda'),
    });
    await emulator.reload();
    const left = await interfaces();
    expect(left.map(({ Status, InterfaceType }) => `${Status} ${InterfaceType}`)).toEqual(
      Array(4).fill('available interface'),
    );
    const NetworkInterfaceId = left[0]?.NetworkInterfaceId ?? '';
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => ec2().send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'InvalidNetworkInterfaceID.NotFound' },
    });
    expect(await interfaces()).toHaveLength(3);
    expect((await free()).sort()).toEqual([249, 250]);
  });
});

describe('UpdateFunctionConfiguration', () => {
  it('takes a function to another network, and says that it is under way', async () => {
    await start({}, { eniClock: '30x' });
    const { SubnetA, Within, Full } = await ids();
    const FunctionName = 'test-lambda-01';
    const VpcConfig = { SubnetIds: [SubnetA ?? ''], SecurityGroupIds: [Within ?? '', Full ?? ''] };
    const updated = await lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName, VpcConfig }));
    expect(updated).toMatchObject({
      FunctionArn: `${ARN}:${FunctionName}`,
      VpcConfig,
      State: 'Active',
      LastUpdateStatus: 'InProgress',
    });
    await expect(
      lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName, VpcConfig })),
    ).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}:${FunctionName}`,
      $metadata: { httpStatusCode: 409 },
    });
    await expect(lambda().send(new PublishVersionCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
    // The old interface serves until then.
    expect(await interfaces()).toHaveLength(5);
  });

  it('takes one out of its VPC and back, and asks nothing twice', async () => {
    await start();
    const { SubnetA, Full } = await ids();
    const FunctionName = 'test-lambda-01';
    const out = await lambda().send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
      }),
    );
    expect(out.VpcConfig?.SubnetIds ?? []).toEqual([]);
    expect(groupsOf(await interfaces())).toEqual(['outbound-vpc-sg', 'outbound-vpc-sg']);
    expect(await free()).toEqual([250, 250]);
    const back = { SubnetIds: [SubnetA ?? '', SubnetA ?? ''], SecurityGroupIds: [Full ?? ''] };
    await lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName, VpcConfig: back }));
    expect(await interfaces()).toHaveLength(3);
    expect((await stateOf(FunctionName)).VpcConfig).toMatchObject({
      SubnetIds: [SubnetA],
      SecurityGroupIds: [Full],
    });
  });

  it('refuses what Lambda refuses, in its words', async () => {
    const Other = resource('EC2::VPC', { CidrBlock: '10.9.0.0/16' });
    const OtherSubnet = resource('EC2::Subnet', { VpcId: { Ref: 'Other' }, CidrBlock: '10.9.1.0/24' });
    await start({ Other, OtherSubnet, ...publicFunction('weak', 'code') });
    const { SubnetA = '', Full = '', OtherSubnet: foreign = '' } = await ids();
    const many = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
    for (const [SubnetIds, SecurityGroupIds, name, message] of [
      [
        [SubnetA],
        [],
        'InvalidParameterValueException',
        'SubnetIds and SecurityIds must coexist or be both empty list.',
      ],
      [
        [],
        [Full],
        'InvalidParameterValueException',
        'SubnetIds and SecurityIds must coexist or be both empty list.',
      ],
      [
        ['subnet-9'],
        [Full],
        'InvalidParameterValueException',
        "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-9' does not exist",
      ],
      [
        [SubnetA],
        ['sg-9'],
        'InvalidParameterValueException',
        "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group 'sg-9' does not exist",
      ],
      [
        [foreign],
        [Full],
        'InvalidParameterValueException',
        'Security Groups are required to be in the same VPC.',
      ],
      [many(17, 'subnet'), [Full], 'ValidationException', 'Member must have length less than or equal to 16'],
      [[SubnetA], many(6, 'sg'), 'ValidationException', 'Member must have length less than or equal to 5'],
    ] as const) {
      await expect(
        lambda().send(
          new UpdateFunctionConfigurationCommand({
            FunctionName: 'test-lambda-01',
            VpcConfig: { SubnetIds: [...SubnetIds], SecurityGroupIds: [...SecurityGroupIds] },
          }),
        ),
      ).rejects.toMatchObject({ name, message: expect.stringContaining(message) as string });
    }
    const VpcConfig = { SubnetIds: [SubnetA], SecurityGroupIds: [Full] };
    await expect(
      lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'weak', VpcConfig })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    });
    expect(emulator.explanations().at(-1)).toContain('AWSLambdaVPCAccessExecutionRole');
    for (const [input, what] of [
      [{ MemorySize: 512 }, 'MemorySize'],
      [{ VpcConfig: { ...VpcConfig, Ipv6AllowedForDualStack: true } }, 'VpcConfig.Ipv6AllowedForDualStack'],
    ] as const) {
      await expect(
        lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'test-lambda-01', ...input })),
      ).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(`does not know ${what}`) as string,
      });
    }
    await expect(
      lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'nobody', VpcConfig })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await interfaces()).toHaveLength(4);
  });
});

describe('versions', () => {
  it('are published, listed, and hold interfaces of their own until they are deleted', async () => {
    await start();
    const FunctionName = 'test-lambda-01';
    const published = await lambda().send(new PublishVersionCommand({ FunctionName }));
    expect(published).toMatchObject({
      Version: '1',
      FunctionArn: `${ARN}:${FunctionName}:1`,
      $metadata: { httpStatusCode: 201 },
    });
    // Nothing has changed since: no other version.
    expect(await lambda().send(new PublishVersionCommand({ FunctionName }))).toMatchObject({ Version: '1' });
    await lambda().send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
      }),
    );
    expect(groupsOf(await interfaces())).toHaveLength(4);
    const { Versions = [] } = await lambda().send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(
      Versions.map(({ FunctionArn, Version, VpcConfig }) => [
        FunctionArn,
        Version,
        VpcConfig?.SubnetIds?.length ?? 0,
      ]),
    ).toEqual([
      [`${ARN}:${FunctionName}:$LATEST`, '$LATEST', 0],
      [`${ARN}:${FunctionName}:1`, '1', 2],
    ]);
    expect(await lambda().send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }))).toMatchObject({
      $metadata: { httpStatusCode: 204 },
    });
    expect(groupsOf(await interfaces())).toEqual(['outbound-vpc-sg', 'outbound-vpc-sg']);
    expect(await lambda().send(new PublishVersionCommand({ FunctionName }))).toMatchObject({ Version: '2' });
  });

  it('cannot be deleted while an alias stands for them, nor $LATEST, nor an alias', async () => {
    await start({
      Version: resource('Lambda::Version', { FunctionName: { Ref: 'test-lambda-01' } }),
      Live: resource('Lambda::Alias', {
        FunctionName: { Ref: 'test-lambda-01' },
        FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
        Name: 'live',
      }),
    });
    const FunctionName = 'test-lambda-01';
    for (const [Qualifier, name, message] of [
      ['1', 'ResourceConflictException', 'aliases reference it: [live]'],
      ['live', 'InvalidParameterValueException', 'Deletion of aliases'],
      [
        '$LATEST',
        'InvalidParameterValueException',
        '$LATEST version cannot be deleted without deleting the function.',
      ],
      ['7', 'ResourceNotFoundException', `Function not found: ${ARN}:${FunctionName}:7`],
    ] as const) {
      await expect(
        lambda().send(new DeleteFunctionCommand({ FunctionName, Qualifier })),
      ).rejects.toMatchObject({
        name,
        message: expect.stringContaining(message) as string,
      });
    }
    await expect(
      lambda().send(new PublishVersionCommand({ FunctionName, Description: 'x' })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

it('deletes a function for one of two who want to at once, with its URL', async () => {
  await start();
  const url = emulator.urlOf('test-lambda-01');
  const outcomes = await Promise.allSettled(
    [1, 2].map(() => lambda().send(new DeleteFunctionCommand({ FunctionName: 'test-lambda-01' }))),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await request(url)).toMatchObject({ status: 403, text: '{"Message":null}' });
  await expect(lambda().send(new InvokeCommand({ FunctionName: 'test-lambda-01' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('lists the mappings whose pollers are in a VPC, with their network', async () => {
  await start({
    Kafka: resource('Lambda::EventSourceMapping', {
      FunctionName: { Ref: 'test-lambda-01' },
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['kafka.example:9092'] } },
      Topics: ['t'],
      StartingPosition: 'LATEST',
      SourceAccessConfigurations: [
        { Type: 'VPC_SUBNET', URI: { 'Fn::Join': [':', ['subnet', { Ref: 'SubnetA' }]] } },
        { Type: 'VPC_SECURITY_GROUP', URI: { 'Fn::Join': [':', ['security_group', { Ref: 'Full' }]] } },
      ],
    }),
  });
  const { SubnetA, Full } = await ids();
  const { EventSourceMappings = [] } = await lambda().send(new ListEventSourceMappingsCommand());
  expect(EventSourceMappings).toMatchObject([
    {
      FunctionArn: `${ARN}:test-lambda-01`,
      State: 'Enabled',
      SourceAccessConfigurations: [
        { Type: 'VPC_SUBNET', URI: `subnet:${SubnetA}` },
        { Type: 'VPC_SECURITY_GROUP', URI: `security_group:${Full}` },
      ],
    },
  ]);
  const of = async (FunctionName: string) =>
    (await lambda().send(new ListEventSourceMappingsCommand({ FunctionName }))).EventSourceMappings?.length;
  expect([await of('test-lambda-01'), await of(`${ARN}:test-lambda-01`), await of('test-lambda-02')]).toEqual(
    [1, 1, 0],
  );
});

it('tells of a function that is deployed and cannot run here, and does not run it', async () => {
  await start({ ...publicFunction('snake', 'code', { ...inVpc('Full'), Runtime: 'python3.13' }) });
  expect(await stateOf('snake')).toMatchObject({ Runtime: 'python3.13', State: 'Active' });
  const { Code } = await lambda().send(new GetFunctionCommand({ FunctionName: 'snake' }));
  expect(Code?.Location).toBeUndefined();
  await expect(lambda().send(new InvokeCommand({ FunctionName: 'snake' }))).rejects.toMatchObject({
    name: 'InvalidRuntimeException',
    $metadata: { httpStatusCode: 502 },
  });
});

it('lets nobody change what they may not: each action on the function itself', async () => {
  await start({
    ReaderRole: role('reader', {
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'lambda:UpdateFunctionConfiguration',
                Resource: '*',
                Condition: { 'ForAllValues:StringEquals': { 'lambda:SubnetIds': [{ Ref: 'SubnetA' }] } },
              },
            ],
          },
        },
      ],
    }),
    ...publicFunction('as-reader', 'code', { Role: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] } }),
  });
  const { SubnetA = '', SubnetC = '', Full = '' } = await ids();
  const FunctionName = 'test-lambda-01';
  const reader = await emulatorKeys('reader');
  for (const [command, action] of [
    [new DeleteFunctionCommand({ FunctionName }), 'lambda:DeleteFunction'],
    [new PublishVersionCommand({ FunctionName }), 'lambda:PublishVersion'],
    [new ListVersionsByFunctionCommand({ FunctionName }), 'lambda:ListVersionsByFunction'],
    [
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        VpcConfig: { SubnetIds: [SubnetC], SecurityGroupIds: [Full] },
      }),
      'lambda:UpdateFunctionConfiguration',
    ],
  ] as const) {
    await expect(lambda(reader).send(command as never)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: ${action} on resource: ${ARN}:${FunctionName}`,
      ) as string,
      $metadata: { httpStatusCode: 403 },
    });
  }
  await expect(lambda(reader).send(new ListEventSourceMappingsCommand())).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  const allowed = { SubnetIds: [SubnetA], SecurityGroupIds: [Full] };
  expect(
    await lambda(reader).send(new UpdateFunctionConfigurationCommand({ FunctionName, VpcConfig: allowed })),
  ).toMatchObject({ VpcConfig: allowed });
});

/** The keys that a function of that role runs with. */
async function emulatorKeys(role: string): Promise<Credentials> {
  assembly.write('code/index.js', 'exports.handler = async () => process.env;');
  const { Payload } = await lambda().send(new InvokeCommand({ FunctionName: `as-${role}` }));
  const env = JSON.parse(Buffer.from(Payload ?? []).toString('utf8')) as Record<string, string>;
  return {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: env['AWS_SESSION_TOKEN'] ?? '',
  };
}
