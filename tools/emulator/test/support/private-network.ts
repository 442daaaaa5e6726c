import { readNetworks, type EnvironmentNetwork } from '@furl/cloud-assembly';
import { ACCOUNT, REGION } from './api-server';

type Resources = Readonly<Record<string, unknown>>;

/** A VPC with two subnets, a NAT gateway, endpoints of both kinds and groups with rules. */
export const PRIVATE_NETWORK: Resources = {
  Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: 'PrivateVPC' }] }),
  SubnetA: resource('EC2::Subnet', {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: '10.0.1.0/24',
    AvailabilityZone: `${REGION}a`,
    Tags: [{ Key: 'Name', Value: 'PrivateSubnet-1a' }],
  }),
  SubnetB: resource('EC2::Subnet', {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: '10.0.2.0/24',
    AvailabilityZone: `${REGION}b`,
  }),
  Table: resource('EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }),
  TableOfA: resource('EC2::SubnetRouteTableAssociation', {
    RouteTableId: { Ref: 'Table' },
    SubnetId: { Ref: 'SubnetA' },
  }),
  Gateway: resource('EC2::InternetGateway', {}),
  Nat: resource('EC2::NatGateway', { SubnetId: { Ref: 'SubnetB' }, AllocationId: 'eipalloc-1' }),
  Out: resource('EC2::Route', {
    RouteTableId: { Ref: 'Table' },
    DestinationCidrBlock: '0.0.0.0/0',
    NatGatewayId: { Ref: 'Nat' },
  }),
  Full: resource('EC2::SecurityGroup', {
    GroupName: 'outbound-full-sg',
    GroupDescription: 'everything',
    VpcId: { Ref: 'Vpc' },
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }],
  }),
  Within: resource('EC2::SecurityGroup', {
    GroupName: 'outbound-vpc-sg',
    GroupDescription: 'the VPC',
    VpcId: { Ref: 'Vpc' },
    SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '10.0.0.0/16' }],
  }),
  S3: resource('EC2::VPCEndpoint', {
    VpcId: { Ref: 'Vpc' },
    ServiceName: `com.amazonaws.${REGION}.s3`,
    RouteTableIds: [{ Ref: 'Table' }],
  }),
  Secrets: resource('EC2::VPCEndpoint', {
    VpcId: { Ref: 'Vpc' },
    ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
    VpcEndpointType: 'Interface',
    PrivateDnsEnabled: true,
    SubnetIds: [{ Ref: 'SubnetA' }],
    SecurityGroupIds: [{ 'Fn::GetAtt': ['Full', 'GroupId'] }],
  }),
};

/** A resource of a template. */
export function resource(type: string, properties: object): object {
  return { Type: `AWS::${type}`, Properties: properties };
}

/** The network that a template with these resources describes. */
export function networkOf(resources: Resources): EnvironmentNetwork {
  const template = JSON.stringify({ Resources: resources });
  const [network] = readNetworks(
    { files: { readText: () => template }, template: 't.json' },
    { accountId: ACCOUNT, defaultRegion: REGION },
  );
  if (network === undefined) throw new Error('the template has no network');
  return network;
}
