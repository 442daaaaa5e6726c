import {
  DeleteNetworkInterfaceCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Role } from '@furl/cloud-assembly';
import { sign, type Credentials } from '@furl/sigv4';
import type { NetworkInterface } from '../src/network/network-interface';
import { ACCOUNT, ApiServer, REGION } from './support/api-server';
import { request } from './support/http-client';
import { networkOf, PRIVATE_NETWORK } from './support/private-network';

const network = networkOf(PRIVATE_NETWORK);
const idOf = (list: readonly { readonly id: string; readonly path?: string }[], logicalId: string): string =>
  list.find(({ path }) => path === `Template.${logicalId}`)?.id ?? '';
const VPC = idOf(network.vpcs, 'Vpc');
const SUBNET = idOf(network.subnets, 'SubnetA');
const OTHER_SUBNET = idOf(network.subnets, 'SubnetB');
const FULL = idOf(network.securityGroups, 'Full');
const WITHIN = idOf(network.securityGroups, 'Within');
const TABLE = idOf(network.routeTables, 'Table');
const S3 = idOf(network.endpoints, 'S3');

const eni = (number: number, more: Partial<NetworkInterface> = {}): NetworkInterface => ({
  id: `eni-0000000000000000${number}`,
  region: REGION,
  ownerId: ACCOUNT,
  vpcId: VPC,
  subnetId: SUBNET,
  availabilityZone: `${REGION}a`,
  securityGroupIds: [FULL],
  privateIpAddress: `10.0.1.${number}`,
  macAddress: '02:00:00:00:00:01',
  description: `AWS Lambda VPC ENI-test-lambda-0${number}-0a1b2c3d`,
  interfaceType: 'lambda',
  status: 'in-use',
  requesterId: `AROAEXAMPLEEXAMPLEEXA:${ACCOUNT}`,
  requesterManaged: false,
  attachment: {
    id: 'ela-attach-00000000000000001',
    status: 'attached',
    instanceOwnerId: 'amazon-aws',
    deviceIndex: 1,
    deleteOnTermination: false,
    attachTime: new Date('2026-03-01T09:30:00Z'),
  },
  createdAt: new Date('2026-03-01T09:30:00Z'),
  ...more,
});
const role = (name: string, actions: readonly string[]): Role => ({
  stack: 'S',
  logicalId: name,
  roleName: name,
  arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  roleId: 'AROAEXAMPLEEXAMPLEEXA',
  policies: [
    {
      name: 'p',
      document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
    },
  ],
  managedPolicyArns: [],
});

let server: ApiServer;
const clients: EC2Client[] = [];
beforeAll(async () => {
  server = await new ApiServer().start();
});
beforeEach(() => {
  server.serve({
    network,
    interfaces: [1, 2, 3, 4, 5, 6].map((number) => eni(number)),
    freeAddresses: new Map([[SUBNET, 249]]),
    roles: [role('reader', ['ec2:Describe*']), role('nobody', ['s3:*'])],
  });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.close();
});
function ec2(credentials: Credentials = server.developer, region = REGION): EC2Client {
  const client = new EC2Client({ ...server.options, credentials, region });
  clients.push(client);
  return client;
}
const as = (name: string): Credentials => {
  const credentials = server.account.assumeRole(`arn:aws:iam::${ACCOUNT}:role/${name}`, 'ada');
  if (credentials === undefined) throw new Error(`there is no role ${name}`);
  return credentials;
};

describe('the network of the templates', () => {
  it('is described with tags, free addresses and zones', async () => {
    expect(
      await ec2().send(new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['Private*'] }] })),
    ).toMatchObject({
      Vpcs: [
        {
          VpcId: VPC,
          CidrBlock: '10.0.0.0/16',
          State: 'available',
          IsDefault: false,
          Tags: [{ Key: 'Name', Value: 'PrivateVPC' }],
        },
      ],
    });
    const { Subnets } = await ec2().send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [VPC] }] }),
    );
    expect(
      Subnets?.sort((one, other) => (one.CidrBlock ?? '').localeCompare(other.CidrBlock ?? '')),
    ).toMatchObject([
      {
        SubnetId: SUBNET,
        AvailableIpAddressCount: 249,
        AvailabilityZone: `${REGION}a`,
        SubnetArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/${SUBNET}`,
        Tags: [{ Key: 'Name', Value: 'PrivateSubnet-1a' }],
      },
      // Without a tag it goes by no name, and what is not known is not said.
      { SubnetId: OTHER_SUBNET, AvailabilityZone: `${REGION}b`, Tags: [] },
    ]);
    expect(Subnets?.[1]).not.toHaveProperty('AvailableIpAddressCount');
  });

  it('has its groups with their rules, AWS’s own included', async () => {
    const { SecurityGroups = [] } = await ec2().send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['outbound-*'] }] }),
    );
    const byName = new Map(SecurityGroups.map((group) => [group.GroupName, group]));
    expect(byName.get('outbound-full-sg')).toMatchObject({
      GroupId: FULL,
      VpcId: VPC,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    expect(byName.get('outbound-vpc-sg')).toMatchObject({
      GroupId: WITHIN,
      IpPermissionsEgress: [
        { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
      ],
    });
    const { SecurityGroups: open } = await ec2().send(
      new DescribeSecurityGroupsCommand({
        Filters: [{ Name: 'egress.ip-permission.protocol', Values: ['-1'] }],
      }),
    );
    expect(open?.map(({ GroupId }) => GroupId)).toEqual([FULL]);
  });

  it('has its route tables with local routes, gateways and endpoints', async () => {
    const { RouteTables } = await ec2().send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [SUBNET] }] }),
    );
    expect(RouteTables).toMatchObject([
      { RouteTableId: TABLE, VpcId: VPC, Associations: [{ SubnetId: SUBNET, Main: false }] },
    ]);
    expect(RouteTables?.[0]?.Routes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          DestinationCidrBlock: '10.0.0.0/16',
          GatewayId: 'local',
          Origin: 'CreateRouteTable',
        }),
        expect.objectContaining({
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: network.natGateways[0]?.id,
          State: 'active',
        }),
        expect.objectContaining({ GatewayId: S3 }),
      ]),
    );
    const none = await ec2().send(
      new DescribeRouteTablesCommand({
        Filters: [{ Name: 'association.subnet-id', Values: [OTHER_SUBNET] }],
      }),
    );
    expect(none.RouteTables).toEqual([]);
  });

  it('has its endpoints', async () => {
    const { VpcEndpoints } = await ec2().send(
      new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'service-name', Values: ['*.secretsmanager'] }] }),
    );
    expect(VpcEndpoints).toMatchObject([
      {
        VpcEndpointType: 'Interface',
        VpcId: VPC,
        ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
        SubnetIds: [SUBNET],
        Groups: [{ GroupId: FULL, GroupName: 'outbound-full-sg' }],
        PrivateDnsEnabled: true,
        RouteTableIds: [],
      },
    ]);
    expect(await ec2().send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [S3] }))).toMatchObject({
      VpcEndpoints: [{ VpcEndpointId: S3, VpcEndpointType: 'Gateway', RouteTableIds: [TABLE] }],
    });
  });

  it('is that of the Region of the call', async () => {
    const { Vpcs } = await ec2(server.developer, 'us-east-2').send(new DescribeVpcsCommand());
    expect(Vpcs).toEqual([]);
    const { NetworkInterfaces } = await ec2(server.developer, 'us-east-2').send(
      new DescribeNetworkInterfacesCommand(),
    );
    expect(NetworkInterfaces).toEqual([]);
  });
});

describe('interfaces', () => {
  it('are described as EC2 describes Lambda’s', async () => {
    const { NetworkInterfaces } = await ec2().send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-00000000000000001'] }),
    );
    expect(NetworkInterfaces).toMatchObject([
      {
        NetworkInterfaceId: 'eni-00000000000000001',
        InterfaceType: 'lambda',
        Description: 'AWS Lambda VPC ENI-test-lambda-01-0a1b2c3d',
        Groups: [{ GroupId: FULL, GroupName: 'outbound-full-sg' }],
        Attachment: {
          AttachmentId: 'ela-attach-00000000000000001',
          InstanceOwnerId: 'amazon-aws',
          DeviceIndex: 1,
          Status: 'attached',
        },
        RequesterId: `AROAEXAMPLEEXAMPLEEXA:${ACCOUNT}`,
        RequesterManaged: false,
        PrivateIpAddress: '10.0.1.1',
        OwnerId: ACCOUNT,
      },
    ]);
  });

  it('are found by ids and filters at once, and each id may come twice', async () => {
    const { NetworkInterfaces } = await ec2().send(
      new DescribeNetworkInterfacesCommand({
        NetworkInterfaceIds: ['eni-00000000000000001', 'eni-00000000000000001', 'eni-00000000000000002'],
        Filters: [{ Name: 'description', Values: ['AWS Lambda VPC ENI-test-lambda-02*'] }],
      }),
    );
    expect(NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId)).toEqual([
      'eni-00000000000000002',
    ]);
  });

  it('go on where the page before ended, although one is gone in the meantime', async () => {
    const Filters = [{ Name: 'interface-type', Values: ['lambda'] }];
    const first = await ec2().send(new DescribeNetworkInterfacesCommand({ Filters, MaxResults: 5 }));
    expect(first.NetworkInterfaces).toHaveLength(5);
    server.serve({ network, interfaces: [eni(6), eni(7)] });
    const second = await ec2().send(
      new DescribeNetworkInterfacesCommand({ Filters, MaxResults: 5, NextToken: first.NextToken }),
    );
    expect(second.NetworkInterfaces?.map(({ PrivateIpAddress }) => PrivateIpAddress)).toEqual([
      '10.0.1.6',
      '10.0.1.7',
    ]);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('refusals', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);
  it.each([
    [
      'an interface that is not there',
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-1', 'eni-00000000000000001'] }),
      'InvalidNetworkInterfaceID.NotFound',
      "The networkInterface ID 'eni-1' does not exist",
    ],
    [
      'several',
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-1', 'eni-2'] }),
      'InvalidNetworkInterfaceID.NotFound',
      "The networkInterface IDs 'eni-1, eni-2' do not exist",
    ],
    [
      'what is no interface',
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['<eni>&'] }),
      'InvalidNetworkInterfaceId.Malformed',
      'Invalid id: "<eni>&" (expecting "eni-...")',
    ],
    [
      'a subnet that is not there',
      new DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] }),
      'InvalidSubnetID.NotFound',
      "The subnet ID 'subnet-1' does not exist",
    ],
    [
      'a VPC that is not there',
      new DescribeVpcsCommand({ VpcIds: ['vpc-1'] }),
      'InvalidVpcID.NotFound',
      "The vpc ID 'vpc-1' does not exist",
    ],
    [
      'a group that is not there',
      new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }),
      'InvalidGroup.NotFound',
      "The security group 'sg-1' does not exist",
    ],
    [
      'what is no group',
      new DescribeSecurityGroupsCommand({ GroupIds: ['x'] }),
      'InvalidGroupId.Malformed',
      'Invalid id: "x" (expecting "sg-...")',
    ],
    [
      'a table that is not there',
      new DescribeRouteTablesCommand({ RouteTableIds: ['rtb-1'] }),
      'InvalidRouteTableID.NotFound',
      "The routeTable ID 'rtb-1' does not exist",
    ],
    [
      'an endpoint that is not there',
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-1'] }),
      'InvalidVpcEndpointId.NotFound',
      "The Vpc Endpoint Id 'vpce-1' does not exist",
    ],
    [
      'a filter that EC2 has not',
      new DescribeSubnetsCommand({ Filters: [{ Name: 'subnets', Values: ['x'] }] }),
      'InvalidParameterValue',
      "The filter 'subnets' is invalid",
    ],
    [
      'a filter that nothing here could answer',
      new DescribeSubnetsCommand({ Filters: [{ Name: 'tag:Owner', Values: ['x'] }] }),
      'InvalidParameterValue',
      "The filter 'tag:Owner' is invalid",
    ],
    [
      'a filter of JavaScript',
      new DescribeSubnetsCommand({ Filters: [{ Name: '__proto__', Values: ['x'] }] }),
      'InvalidParameterValue',
      "The filter '__proto__' is invalid",
    ],
    [
      'a filter without a name',
      new DescribeSubnetsCommand({ Filters: [{ Values: ['x'] }] }),
      'InvalidParameterValue',
      "The filter 'null' is invalid",
    ],
    [
      'a filter without values',
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id' }] }),
      'InvalidParameterValue',
      "The filter 'vpc-id' has no values",
    ],
    [
      'more values than EC2 takes',
      new DescribeSubnetsCommand({
        Filters: [
          { Name: 'vpc-id', Values: many(120) },
          { Name: 'state', Values: many(81) },
        ],
      }),
      'FilterLimitExceeded',
      'The maximum number of filter values specified on a single call is 200',
    ],
    [
      'pages that are too small',
      new DescribeNetworkInterfacesCommand({ MaxResults: 4 }),
      'InvalidParameterValue',
      'Value ( 4 ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.',
    ],
    [
      'pages that are too large',
      new DescribeRouteTablesCommand({ MaxResults: 101 }),
      'InvalidParameterValue',
      'Value ( 101 ) for parameter maxResults is invalid. Expecting a value between 5 and 100.',
    ],
    [
      'ids and pages',
      new DescribeNetworkInterfacesCommand({ MaxResults: 5, NetworkInterfaceIds: ['eni-1'] }),
      'InvalidParameterCombination',
      'The parameter networkInterfaceIdSet cannot be used with the parameter maxResults',
    ],
    [
      'a token that was never given out',
      new DescribeSubnetsCommand({ MaxResults: 5, NextToken: 'eyJ4IjoxfQ' }),
      'InvalidParameterValue',
      'Value ( eyJ4IjoxfQ ) for parameter nextToken is invalid. The token is invalid.',
    ],
    [
      'what it does not know of an operation',
      new DescribeSecurityGroupsCommand({ GroupNames: ['outbound-full-sg'] }),
      'UnknownParameter',
      'The parameter GroupName is not recognized',
    ],
    [
      'an operation that is not here',
      new DescribeInstancesCommand(),
      'InvalidAction',
      'Could not find operation DescribeInstances for version 2016-11-15 of ec2',
    ],
    [
      'to delete what is not there',
      new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: 'eni-9' }),
      'InvalidNetworkInterfaceID.NotFound',
      "The networkInterface ID 'eni-9' does not exist",
    ],
  ])('%s', async (_what, command, name, message) => {
    await expect(ec2().send(command as never)).rejects.toMatchObject({
      name,
      message,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('takes a token of its own operation only', async () => {
    const { NextToken } = await ec2().send(new DescribeNetworkInterfacesCommand({ MaxResults: 5 }));
    await expect(ec2().send(new DescribeSubnetsCommand({ MaxResults: 5, NextToken }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it.each([
    ['nobody', new DescribeNetworkInterfacesCommand(), 'ec2:DescribeNetworkInterfaces', '*'],
    ['nobody', new DescribeVpcsCommand(), 'ec2:DescribeVpcs', '*'],
    [
      'reader',
      new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: 'eni-9' }),
      'ec2:DeleteNetworkInterface',
      `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/eni-9`,
    ],
    // Whether something is there is told to those only who may ask.
    [
      'reader',
      new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: 'eni-9', DryRun: true }),
      'ec2:DeleteNetworkInterface',
      `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/eni-9`,
    ],
  ])('%s may not %#', async (name, command, action, resource) => {
    await expect(ec2(as(name)).send(command as never)).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: `You are not authorized to perform this operation. User: arn:aws:sts::${ACCOUNT}:assumed-role/${name}/ada is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('only says that it would have, in a dry run', async () => {
    for (const command of [
      new DescribeNetworkInterfacesCommand({ DryRun: true }),
      new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: 'eni-00000000000000001', DryRun: true }),
    ]) {
      await expect(ec2().send(command as never)).rejects.toMatchObject({
        name: 'DryRunOperation',
        message: 'Request would have succeeded, but DryRun flag is set.',
        $metadata: { httpStatusCode: 412 },
      });
    }
  });

  it('says in EC2’s words who is not known here', async () => {
    const forged = { ...server.developer, secretAccessKey: 'x' };
    for (const credentials of [forged, { ...server.developer, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }]) {
      await expect(ec2(credentials).send(new DescribeVpcsCommand())).rejects.toMatchObject({
        name: 'AuthFailure',
        $metadata: { httpStatusCode: 401 },
      });
    }
  });
});

describe('hostile forms', () => {
  async function post(body: string): Promise<string> {
    const host = new URL(server.endpoint).host;
    const signed = await sign(
      {
        method: 'POST',
        host,
        path: '/',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body,
      },
      { credentials: server.developer, region: REGION, service: 'ec2' },
    );
    const { text, status } = await request(`${server.endpoint}/`, {
      method: 'POST',
      headers: Object.fromEntries(signed.headers),
      body,
    });
    return `${status} ${text}`;
  }
  const describe = 'Action=DescribeSubnets&Version=2016-11-15';

  it.each([
    [`${describe}&Filter=x`, '<Code>MalformedInput</Code><Message>The member Filter is not a list.'],
    [
      `${describe}&Filter.1=x`,
      '<Code>MalformedInput</Code><Message>The member Filter[0] is not a structure.',
    ],
    [
      `${describe}&Filter.1.Name.1=x`,
      '<Code>MalformedInput</Code><Message>The member Filter[0].Name is not a text',
    ],
    [
      `${describe}&Filter.1.Name=vpc-id&Filter.1.Value=x`,
      '<Code>MalformedInput</Code><Message>The member Filter[0].Value is not a list.',
    ],
    [`${describe}&MaxResults=1e3`, '<Code>InvalidParameterValue</Code><Message>Value ( 1e3 )'],
    [`${describe}&MaxResults=-5`, '<Code>InvalidParameterValue</Code>'],
    [
      `${describe}&SubnetId.1=%00%3C%2FItem%3E`,
      'The subnet ID &apos;\uFFFD&lt;/Item&gt;&apos; does not exist',
    ],
    [`${describe}&%3CScript%3E=1`, 'The parameter &lt;Script&gt; is not recognized'],
    ['Action=%3Cx%3E&Version=2016-11-15', '<Code>InvalidAction</Code>'],
    [`${describe}${'&Filter.1.Value.9999999999=x'.repeat(3)}`, '<Code>InvalidParameterValue</Code>'],
  ])('%s', async (form, expected) => {
    expect(await post(form)).toMatch(/^400 /);
    expect(await post(form)).toContain(expected);
  });

  it('is not slowed down by patterns and filters that are made for it', async () => {
    const stars = encodeURIComponent(`${'*a'.repeat(500)}b`);
    const filters = Array.from(
      { length: 200 },
      (_, index) => `&Filter.1.Value.${index}=${stars}${index}`,
    ).join('');
    const began = Date.now();
    expect(
      await post(`Action=DescribeNetworkInterfaces&Version=2016-11-15&Filter.1.Name=description${filters}`),
    ).toMatch(/^200 /);
    const lots = Array.from({ length: 100_000 }, (_, index) => `&Filter.${index}.Value.1=x`).join('');
    expect(await post(`${describe}${lots}`)).toMatch(/^400 /);
    // Ten times as long as it takes on a busy machine.
    expect(Date.now() - began).toBeLessThan(30_000);
  });
});

it('answers two at once each with its own', async () => {
  const [one, other] = await Promise.all([
    ec2().send(new DescribeSubnetsCommand({ SubnetIds: [SUBNET] })),
    ec2().send(new DescribeSubnetsCommand({ SubnetIds: [OTHER_SUBNET] })),
  ]);
  expect([one.Subnets?.[0]?.SubnetId, other.Subnets?.[0]?.SubnetId]).toEqual([SUBNET, OTHER_SUBNET]);
});
