import { CloudTrailClient, LookupEventsCommand, type Event } from '@aws-sdk/client-cloudtrail';
import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type NetworkInterface as DescribedInterface,
} from '@aws-sdk/client-ec2';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { EnvironmentNetwork, LambdaFunction, Role } from '@furl/cloud-assembly';
import { EMPTY_NETWORK } from '@furl/hyperplane';
import fc from 'fast-check';
import type { DeployedFunction } from '../src/network/living-network';
import type { ManagementEvent } from '../src/network/management-event';
import type { NetworkInterface } from '../src/network/network-interface';
import { ACCOUNT, ApiServer, REGION } from './support/api-server';

// Over accounts at random, whatever their names: what goes in comes out of AWS's own deserialisers.

let server: ApiServer;
let ec2: EC2Client;
let iam: IAMClient;
let lambda: LambdaClient;
let trail: CloudTrailClient;
beforeAll(async () => {
  server = await new ApiServer().start();
  ec2 = new EC2Client(server.options);
  iam = new IAMClient(server.options);
  lambda = new LambdaClient(server.options);
  trail = new CloudTrailClient(server.options);
});
afterAll(async () => {
  for (const client of [ec2, iam, lambda, trail]) client.destroy();
  await server.close();
});

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
/** Names as people give them who want to break something. */
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    '<a>&amp;</a>',
    ']]>',
    '"\'',
    '&#x41;',
    '%41',
    '*',
    '?',
    '\\*',
    '  two  ',
    '0012',
    'true',
    '\t',
    'null',
    '{}',
    '[]',
    '-0',
    '1e3',
  ),
);
const moment = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });

const eni: fc.Arbitrary<NetworkInterface> = fc
  .record({
    suffix: hex(17),
    subnet: fc.constantFrom('subnet-1', 'subnet-2'),
    groups: fc.uniqueArray(fc.constantFrom('sg-1', 'sg-2', 'sg-3'), { minLength: 1 }),
    status: fc.constantFrom('in-use', 'available', 'detaching'),
    description: name,
    at: moment,
    vpc: fc.boolean(),
  })
  .map(({ suffix, subnet, groups, status, description, at, vpc }): NetworkInterface => ({
    id: `eni-${suffix}`,
    region: REGION,
    ownerId: ACCOUNT,
    ...(vpc && { vpcId: 'vpc-1', availabilityZone: `${REGION}a`, privateIpAddress: '10.0.1.4' }),
    subnetId: subnet,
    securityGroupIds: groups.sort(),
    macAddress: '02:00:00:00:00:01',
    description,
    interfaceType: status === 'available' ? 'interface' : 'lambda',
    status: status as NetworkInterface['status'],
    requesterId: `AROAEXAMPLEEXAMPLEEXA:${ACCOUNT}`,
    requesterManaged: false,
    ...(status !== 'available' && {
      attachment: {
        id: `ela-attach-${suffix}`,
        status: 'attached',
        instanceOwnerId: 'amazon-aws',
        deviceIndex: 1,
        deleteOnTermination: false,
        attachTime: at,
      } as const,
    }),
    createdAt: at,
  }));
const enis = fc.uniqueArray(eni, { maxLength: 25, selector: ({ id }) => id });

/** XML has no way to write these, and its readers make one line end of another (XML 1.0 §2.2, §2.11). */
const writable = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

async function pages(
  size: number | undefined,
  filters: { Name: string; Values: string[] }[],
): Promise<DescribedInterface[]> {
  const seen: DescribedInterface[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeNetworkInterfacesCommand({ MaxResults: size, NextToken, Filters: filters }),
    );
    if (size !== undefined) expect(page.NetworkInterfaces?.length).toBeLessThanOrEqual(size);
    seen.push(...(page.NetworkInterfaces ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return seen;
}

it('describes any interfaces without loss, whatever the size of the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      enis,
      fc.option(fc.integer({ min: 5, max: 12 }), { nil: undefined }),
      async (all, size) => {
        server.serve({ interfaces: all });
        const seen = await pages(size, []);
        const byId = new Map(seen.map((each) => [each.NetworkInterfaceId, each]));
        expect(seen).toHaveLength(all.length);
        for (const { id, attachment, ...each } of all) {
          expect(byId.get(id)).toMatchObject({
            Description: writable(each.description),
            SubnetId: each.subnetId,
            Groups: each.securityGroupIds.map((GroupId) => ({ GroupId })),
            Status: each.status,
            InterfaceType: each.interfaceType,
            RequesterId: each.requesterId,
            RequesterManaged: false,
            TagSet: [],
          });
          expect(byId.get(id)?.VpcId).toBe(each.vpcId);
          expect(byId.get(id)?.PrivateIpAddresses).toEqual(
            each.privateIpAddress === undefined
              ? []
              : [{ Primary: true, PrivateIpAddress: each.privateIpAddress }],
          );
          expect(byId.get(id)?.Attachment).toEqual(
            attachment && {
              AttachmentId: attachment.id,
              AttachTime: attachment.attachTime,
              DeleteOnTermination: false,
              DeviceIndex: 1,
              InstanceOwnerId: 'amazon-aws',
              Status: 'attached',
            },
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('filters like EC2: each with any of its values, all together', async () => {
  const values = (of: readonly string[]) =>
    fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 2 });
  const filter = fc.oneof(
    values(['subnet-1', 'subnet-2', 'subnet-*', 'subnet-?', '*-2']).map((Values) => ({
      Name: 'subnet-id',
      Values,
    })),
    values(['sg-1', 'sg-2', 'sg-9', 'sg-[12]']).map((Values) => ({ Name: 'group-id', Values })),
    values(['in-use', 'available', 'detach*']).map((Values) => ({ Name: 'status', Values })),
    values(['lambda', 'interface', 'LAMBDA']).map((Values) => ({ Name: 'interface-type', Values })),
    values(['vpc-1', 'vpc-2']).map((Values) => ({ Name: 'vpc-id', Values })),
    values(['attached', 'detached']).map((Values) => ({ Name: 'attachment.status', Values })),
    values(['1', '2']).map((Values) => ({ Name: 'attachment.device-index', Values })),
    values(['true', 'false']).map((Values) => ({ Name: 'requester-managed', Values })),
  );
  const facts = (each: NetworkInterface): Readonly<Record<string, readonly (string | undefined)[]>> => ({
    'subnet-id': [each.subnetId],
    'group-id': each.securityGroupIds,
    status: [each.status],
    'interface-type': [each.interfaceType],
    'vpc-id': [each.vpcId],
    'attachment.status': [each.attachment?.status],
    'attachment.device-index': [each.attachment && '1'],
    'requester-managed': ['false'],
  });
  await fc.assert(
    fc.asyncProperty(enis, fc.array(filter, { maxLength: 3 }), async (all, filters) => {
      server.serve({ interfaces: all });
      const expected = all.filter((each) =>
        filters.every(({ Name, Values }) =>
          facts(each)[Name]?.some((fact) =>
            Values.some((value) => {
              const form = value.replace(/[[\]]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
              return fact !== undefined && new RegExp(`^${form}$`).test(fact);
            }),
          ),
        ),
      );
      const seen = await pages(undefined, filters);
      expect(seen.map(({ NetworkInterfaceId }) => NetworkInterfaceId)).toEqual(
        expected.map(({ id }) => id).sort(),
      );
    }),
    { numRuns: 100 },
  );
});

it('describes VPCs, subnets and groups, whatever their names', async () => {
  await fc.assert(
    fc.asyncProperty(name, name, fc.nat(65_000), async (one, other, free) => {
      const network: EnvironmentNetwork = {
        ...EMPTY,
        vpcs: [
          {
            id: 'vpc-1',
            name: one,
            path: 'S.V',
            cidrBlocks: ['10.0.0.0/16', { unknown: 'IPAM', path: 'S.V' }],
            ipv6CidrBlocks: [],
            enableDnsSupport: true,
            enableDnsHostnames: true,
          },
        ],
        subnets: [
          {
            id: 'subnet-1',
            name: other,
            path: 'S.N',
            vpc: 'vpc-1',
            cidrBlock: '10.0.1.0/24',
            hasIpv6: false,
            availabilityZone: `${REGION}a`,
          },
        ],
        securityGroups: [
          {
            id: 'sg-1',
            name: one,
            path: 'S.G',
            vpc: 'vpc-1',
            hasDefaultEgress: false,
            egress: [
              { protocol: 'tcp', ports: { from: 443, to: 443 }, peer: { kind: 'ipv4', cidr: '0.0.0.0/0' } },
              {
                protocol: 'tcp',
                ports: { from: 443, to: 443 },
                peer: { kind: 'security-group', id: 'sg-1' },
              },
              { protocol: 'tcp', ports: { from: 443, to: 443 }, peer: { unknown: 'x', path: 'S.G' } },
            ],
            ingress: [],
          },
        ],
      };
      server.serve({ network, freeAddresses: new Map([['subnet-1', free]]) });
      const tag = (text: string) =>
        text === 'V' || text === 'N' ? [] : [{ Key: 'Name', Value: writable(text) }];
      const { Vpcs } = await ec2.send(new DescribeVpcsCommand());
      expect(Vpcs).toEqual([
        expect.objectContaining({
          VpcId: 'vpc-1',
          CidrBlock: '10.0.0.0/16',
          OwnerId: ACCOUNT,
          Tags: tag(one),
        }),
      ]);
      expect(Vpcs?.[0]?.CidrBlockAssociationSet).toHaveLength(1);
      const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] }));
      expect(Subnets).toEqual([
        expect.objectContaining({
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          AvailableIpAddressCount: free,
          AvailabilityZone: `${REGION}a`,
          Tags: tag(other),
        }),
      ]);
      const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }));
      expect(SecurityGroups).toEqual([
        expect.objectContaining({
          GroupName: writable(one),
          IpPermissions: [],
          IpPermissionsEgress: [
            {
              IpProtocol: 'tcp',
              FromPort: 443,
              ToPort: 443,
              IpRanges: [{ CidrIp: '0.0.0.0/0' }],
              Ipv6Ranges: [],
              PrefixListIds: [],
              UserIdGroupPairs: [{ GroupId: 'sg-1', UserId: ACCOUNT }],
            },
          ],
        }),
      ]);
    }),
    { numRuns: 60 },
  );
});

it('gives every version of every function once, page by page', async () => {
  const functions = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/), fc.nat(15)), {
    selector: ([functionName]) => functionName,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(functions, fc.integer({ min: 1, max: 60 }), async (all, MaxItems) => {
      server.serve({ functions: all.map(([functionName, published]) => deployed(functionName, published)) });
      const seen: (string | undefined)[] = [];
      let Marker: string | undefined;
      do {
        const page = await lambda.send(
          new ListFunctionsCommand({ FunctionVersion: 'ALL', MaxItems, Marker }),
        );
        expect(page.Functions?.length).toBeLessThanOrEqual(Math.min(MaxItems, 50));
        seen.push(...(page.Functions ?? []).map(({ FunctionArn }) => FunctionArn));
        Marker = page.NextMarker;
      } while (Marker !== undefined);
      const arns = all.flatMap(([functionName, published]) =>
        ['$LATEST', ...Array.from({ length: published }, (_, index) => String(index + 1))].map(
          (version) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}:${version}`,
        ),
      );
      expect(seen.length).toBe(arns.length);
      expect(new Set(seen)).toEqual(new Set(arns));
    }),
    { numRuns: 40 },
  );
});

it('gives out policies as they are', async () => {
  await fc.assert(
    fc.asyncProperty(name, fc.json(), async (Resource, text) => {
      const document = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow' as const, Action: '*', Resource, Sid: text }],
      };
      const role: Role = {
        stack: 'S',
        logicalId: 'R',
        roleName: 'r',
        arn: `arn:aws:iam::${ACCOUNT}:role/team/r`,
        roleId: 'AROAEXAMPLEEXAMPLEEXA',
        policies: [{ name: 'p', document }],
        managedPolicyArns: [],
        assumeRolePolicy: document,
      };
      server.serve({ roles: [role] });
      const { Role: found } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));
      expect(found).toMatchObject({ Path: '/team/', RoleId: role.roleId, Arn: role.arn });
      expect(JSON.parse(decodeURIComponent(found?.AssumeRolePolicyDocument ?? ''))).toEqual(
        JSON.parse(JSON.stringify(document)),
      );
      const { Roles, IsTruncated } = await iam.send(new ListRolesCommand());
      expect([Roles, IsTruncated]).toEqual([[found], false]);
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
      expect(JSON.parse(decodeURIComponent(PolicyDocument ?? ''))).toEqual(
        JSON.parse(JSON.stringify(document)),
      );
    }),
    { numRuns: 60 },
  );
});

it('gives every event once, the newest first, whatever is in it', async () => {
  const event = fc.record({
    at: moment,
    eventName: fc.constantFrom('A', 'B'),
    username: name,
    id: fc.uuid(),
    value: name,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(event, { selector: ({ id }) => id, maxLength: 30 }),
      fc.integer({ min: 1, max: 50 }),
      async (all, MaxResults) => {
        server.serve({ history: all.map(({ at, id, ...rest }) => recorded(id, at, rest)) });
        const seen: Event[] = [];
        let NextToken: string | undefined;
        do {
          const page = await trail.send(
            new LookupEventsCommand({
              MaxResults,
              NextToken,
              LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'A' }],
            }),
          );
          seen.push(...(page.Events ?? []));
          NextToken = page.NextToken;
        } while (NextToken !== undefined);
        const expected = all.filter(({ eventName }) => eventName === 'A');
        expect(seen.map(({ EventId }) => EventId).sort()).toEqual(expected.map(({ id }) => id).sort());
        const times = seen.map(({ EventTime }) => EventTime?.getTime() ?? 0);
        expect(times).toEqual([...times].sort((one, other) => other - one));
        for (const { EventId, EventTime, CloudTrailEvent, Username } of seen) {
          const given = all.find(({ id }) => id === EventId);
          expect([EventTime, Username]).toEqual([given?.at, given?.username]);
          expect(JSON.parse(CloudTrailEvent ?? '')).toMatchObject({
            requestParameters: { value: given?.value },
          });
        }
      },
    ),
    { numRuns: 40 },
  );
});

const EMPTY: EnvironmentNetwork = {
  accountId: ACCOUNT,
  region: REGION,
  problems: [],
  ...EMPTY_NETWORK,
};

function recorded(
  eventId: string,
  eventTime: Date,
  { eventName, username, value }: { eventName: string; username: string; value: string },
): ManagementEvent {
  return {
    eventId,
    eventName,
    eventSource: 'lambda.amazonaws.com',
    eventTime,
    awsRegion: REGION,
    accountId: ACCOUNT,
    username,
    userIdentity: { type: 'AssumedRole' },
    sourceIPAddress: '127.0.0.1',
    resources: [],
    requestParameters: { value },
    responseElements: null,
  };
}

function deployed(functionName: string, published: number): DeployedFunction {
  const fn: LambdaFunction = {
    stack: 'S',
    logicalId: 'F',
    constructPath: 'S/F',
    functionName,
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}`,
    region: REGION,
    accountId: ACCOUNT,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    architecture: 'x86_64',
    code: { kind: 'inline', text: '' },
    environment: {},
    timeoutSeconds: 3,
    memoryMb: 128,
    ephemeralStorageMb: 512,
    logFormat: 'Text',
    logGroup: `/aws/lambda/${functionName}`,
    policy: [],
  };
  const version = (number: string) => ({
    version: number,
    lastModified: new Date(0),
    state: { state: 'Active', lastUpdateStatus: 'Successful' } as const,
  });
  return {
    fn,
    versions: ['$LATEST', ...Array.from({ length: published }, (_, index) => String(index + 1))].map(version),
  };
}
