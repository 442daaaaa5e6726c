import {
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  type NetworkInterface,
} from '@aws-sdk/client-ec2';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { startEmulator, type Emulator } from '../src/index';
import { LOCATIONS } from './support/running-emulator';
import { TemporaryAssembly } from './support/temporary-assembly';

// Interfaces as they are seen and changed from outside of Lambda, over a network that lives.

const REGION = 'eu-west-1';
const [OWNER, GUEST] = ['111122223333', '444455556666'];
const resource = (type: string, Properties: object): object => ({ Type: `AWS::${type}`, Properties });
const group = (GroupName: string): object =>
  resource('EC2::SecurityGroup', { GroupName, GroupDescription: GroupName, VpcId: { Ref: 'Vpc' } });
const role = (RoleName: string, ...ManagedPolicyArns: string[]): object =>
  resource('IAM::Role', { RoleName, AssumeRolePolicyDocument: { Statement: [] }, ManagedPolicyArns });
const VPC_ACCESS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';
const inVpc = (FunctionName: string, Role: string, subnet: unknown, securityGroup: unknown): object =>
  resource('Lambda::Function', {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = async () => "hello";' },
    Role: { 'Fn::GetAtt': [Role, 'Arn'] },
    VpcConfig: { SubnetIds: [subnet], SecurityGroupIds: [securityGroup] },
  });
const OWN = {
  Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Subnet: resource('EC2::Subnet', {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: '10.0.1.0/24',
    AvailabilityZone: `${REGION}a`,
  }),
  One: group('one'),
  Two: group('two'),
  Able: role('able', VPC_ACCESS),
  Unable: role('unable'),
  Keeps: inVpc('keeps', 'Able', { Ref: 'Subnet' }, { 'Fn::GetAtt': ['One', 'GroupId'] }),
  LeavesBehind: inVpc('leaves-behind', 'Unable', { Ref: 'Subnet' }, { 'Fn::GetAtt': ['Two', 'GroupId'] }),
};

let assembly: TemporaryAssembly;
let emulator: Emulator;
let ec2: EC2Client;
let lambda: LambdaClient;
let cloudTrail: CloudTrailClient;
beforeEach(async () => {
  assembly = new TemporaryAssembly();
  synth({ [OWNER]: OWN });
  emulator = await startEmulator({
    ...LOCATIONS,
    assemblyFolder: assembly.folder,
    port: 0,
    eniClock: 'instant',
  });
  const options = {
    endpoint: `http://localhost:${emulator.port}`,
    region: REGION,
    credentials: emulator.developer,
    maxAttempts: 1,
  };
  [ec2, lambda, cloudTrail] = [
    new EC2Client(options),
    new LambdaClient(options),
    new CloudTrailClient(options),
  ];
});
afterEach(async () => {
  for (const client of [ec2, lambda, cloudTrail]) client.destroy();
  await emulator.close();
  assembly.remove();
});

/** Writes an assembly of one stack for each account. */
function synth(accounts: Readonly<Record<string, object>>): void {
  const artifacts = Object.entries(accounts).map(([account, Resources]) => {
    assembly.write(`S${account}.template.json`, JSON.stringify({ Resources }));
    const properties = { templateFile: `S${account}.template.json` };
    const stack = { type: 'aws:cloudformation:stack', environment: `aws://${account}/${REGION}`, properties };
    return [`S${account}`, stack] as const;
  });
  assembly.write(
    'manifest.json',
    JSON.stringify({ version: '55.0.0', artifacts: Object.fromEntries(artifacts) }),
  );
}
async function interfaceOf(functionName: string): Promise<NetworkInterface> {
  const description = `AWS Lambda VPC ENI-${functionName}-*`;
  const Filters = [{ Name: 'description', Values: [description] }];
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
  const [eni] = NetworkInterfaces;
  if (eni === undefined) throw new Error(`${functionName} has no interface`);
  return eni;
}
const groupsOf = ({ Groups = [] }: NetworkInterface): (string | undefined)[] =>
  Groups.map(({ GroupName }) => GroupName);
async function changesOnRecord(): Promise<Record<string, unknown>[]> {
  const name = { AttributeKey: 'EventName', AttributeValue: 'ModifyNetworkInterfaceAttribute' } as const;
  const { Events = [] } = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes: [name] }));
  return Events.map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent) as Record<string, unknown>);
}

describe('the groups of an interface', () => {
  it('are Lambda’s while it is attached: nobody changes them, and the attempt is on record', async () => {
    const eni = await interfaceOf('keeps');
    const other = await interfaceOf('leaves-behind');
    const Groups = (other.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
    const command = new ModifyNetworkInterfaceAttributeCommand({
      NetworkInterfaceId: eni.NetworkInterfaceId,
      Groups,
    });
    await expect(ec2.send(command)).rejects.toMatchObject({
      name: 'OperationNotPermitted',
      $metadata: { httpStatusCode: 400 },
    });
    expect(groupsOf(await interfaceOf('keeps'))).toEqual(['one']);
    expect(await changesOnRecord()).toMatchObject([
      { errorCode: 'Client.OperationNotPermitted', errorMessage: expect.any(String) },
    ]);
  });

  it('are anybody’s once it is left behind', async () => {
    const [kept, left] = [await interfaceOf('keeps'), await interfaceOf('leaves-behind')];
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'leaves-behind' }));
    expect((await interfaceOf('leaves-behind')).Status).toBe('available');
    const Groups = (kept.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
    const { NetworkInterfaceId } = left;
    await ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups }));
    expect(groupsOf(await interfaceOf('leaves-behind'))).toEqual(['one']);
    expect(await changesOnRecord()).toMatchObject([
      {
        userIdentity: { type: 'AssumedRole', arn: expect.stringContaining('developer') },
        requestParameters: {
          networkInterfaceId: NetworkInterfaceId,
          groupSet: { items: Groups.map((groupId) => ({ groupId })) },
        },
        responseElements: { _return: true },
      },
    ]);
  });

  it.each<[string, Partial<ConstructorParameters<typeof ModifyNetworkInterfaceAttributeCommand>[0]>, string]>(
    [
      ['no group', {}, 'InvalidParameterCombination'],
      ['a group that is not there', { Groups: ['sg-00000000000000000'] }, 'InvalidGroup.NotFound'],
      ['what is no group', { Groups: ['one'] }, 'InvalidGroupId.Malformed'],
      ['something else', { Description: { Value: 'mine' } }, 'UnknownParameter'],
      ['no interface', { NetworkInterfaceId: '' }, 'MissingParameter'],
      [
        'an interface that is not there',
        { NetworkInterfaceId: 'eni-9' },
        'InvalidNetworkInterfaceID.NotFound',
      ],
    ],
  )('cannot become %s', async (_what, input, name) => {
    const { NetworkInterfaceId } = await interfaceOf('keeps');
    const command = new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, ...input });
    await expect(ec2.send(command)).rejects.toMatchObject({ name });
    expect(groupsOf(await interfaceOf('keeps'))).toEqual(['one']);
  });
});

describe('what AWS has in the subnets for others than Lambda', () => {
  beforeEach(async () => {
    synth({
      [OWNER]: {
        ...OWN,
        Sqs: resource('EC2::VPCEndpoint', {
          VpcId: { Ref: 'Vpc' },
          VpcEndpointType: 'Interface',
          ServiceName: `com.amazonaws.${REGION}.sqs`,
          SubnetIds: [{ Ref: 'Subnet' }],
          SecurityGroupIds: [{ 'Fn::GetAtt': ['Two', 'GroupId'] }],
        }),
        Nat: resource('EC2::NatGateway', { ConnectivityType: 'private', SubnetId: { Ref: 'Subnet' } }),
      },
    });
    await emulator.reload();
  });
  async function ofType(type: string): Promise<NetworkInterface[]> {
    const Filters = [{ Name: 'interface-type', Values: [type] }];
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
    return NetworkInterfaces ?? [];
  }

  it('is an interface of each endpoint and each NAT gateway, with an address of its own', async () => {
    const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand());
    const [endpoint] = VpcEndpoints;
    const [own, sqs, nat] = [
      await interfaceOf('keeps'),
      await ofType('vpc_endpoint'),
      await ofType('nat_gateway'),
    ];
    const common = {
      VpcId: own.VpcId,
      SubnetId: own.SubnetId,
      OwnerId: OWNER,
      RequesterManaged: true,
      Status: 'in-use',
      Attachment: { InstanceOwnerId: 'amazon-aws', Status: 'attached' },
    };
    expect(sqs).toMatchObject([
      { ...common, Description: `VPC Endpoint Interface ${endpoint?.VpcEndpointId}`, SourceDestCheck: true },
    ]);
    expect(sqs.map(groupsOf)).toEqual([['two']]);
    expect(endpoint?.NetworkInterfaceIds).toEqual(sqs.map(({ NetworkInterfaceId }) => NetworkInterfaceId));
    expect(nat).toMatchObject([
      {
        ...common,
        Description: expect.stringMatching(/^Interface for NAT Gateway nat-/),
        SourceDestCheck: false,
      },
    ]);
    const { NetworkInterfaces: all = [] } = await ec2.send(new DescribeNetworkInterfacesCommand());
    expect(new Set(all.map(({ PrivateIpAddress }) => PrivateIpAddress)).size).toBe(4);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand());
    expect(Subnets?.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount)).toEqual([251 - 4]);
  });

  it('is nobody’s to delete or to change', async () => {
    const [sqs] = await ofType('vpc_endpoint');
    const NetworkInterfaceId = sqs?.NetworkInterfaceId;
    await expect(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `Network interface '${NetworkInterfaceId}' is currently in use.`,
    });
    const Groups = ((await interfaceOf('keeps')).Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
    await expect(
      ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups })),
    ).rejects.toMatchObject({ name: 'OperationNotPermitted' });
  });
});

describe('a subnet that is shared with another account', () => {
  async function share(): Promise<NetworkInterface> {
    const { SubnetId } = await interfaceOf('keeps');
    synth({
      [OWNER]: OWN,
      [GUEST]: {
        Vpc: resource('EC2::VPC', { CidrBlock: '10.9.0.0/16' }),
        Theirs: group('theirs'),
        Able: role('able', VPC_ACCESS),
        Visits: inVpc('visits', 'Able', SubnetId, { 'Fn::GetAtt': ['Theirs', 'GroupId'] }),
      },
    });
    await emulator.reload();
    return interfaceOf('visits');
  }

  it('shows its owner the interfaces of that account, with the owner’s VPC', async () => {
    const own = await interfaceOf('keeps');
    expect(await share()).toMatchObject({
      OwnerId: GUEST,
      SubnetId: own.SubnetId,
      VpcId: own.VpcId,
      AvailabilityZone: `${REGION}a`,
      InterfaceType: 'lambda',
      Status: 'in-use',
    });
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand());
    expect(Subnets?.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount)).toEqual([251 - 3]);
  });

  it('does not let its owner touch them', async () => {
    const { NetworkInterfaceId } = await share();
    const { Groups = [] } = await interfaceOf('keeps');
    for (const command of [
      new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }),
      new ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId,
        Groups: Groups.flatMap(({ GroupId }) => GroupId ?? []),
      }),
    ]) {
      await expect(ec2.send(command as never)).rejects.toMatchObject({
        name: 'UnauthorizedOperation',
        $metadata: { httpStatusCode: 403 },
      });
    }
  });
});
