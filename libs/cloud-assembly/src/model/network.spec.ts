import { lambda, readStack } from '../testing/assemblies';

const network = (resources: object) => {
  const { functions, problems } = readStack({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
      Association: {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
      },
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: {} },
      Fn: lambda({ VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: ['sg-1'] } }),
      ...resources,
    },
  });
  expect(problems).toEqual([]);
  return functions[0]?.vpc?.network;
};
const route = (target: object) => ({
  Route: {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', ...target },
  },
});

it.each<[string, object, 'yes' | 'no' | 'unknown']>([
  ['no route', {}, 'no'],
  ['a route to a NAT gateway', route({ NatGatewayId: { Ref: 'Nat' } }), 'yes'],
  ['a route straight to an internet gateway', route({ GatewayId: 'igw-1' }), 'no'],
  ['a route to a transit gateway', route({ TransitGatewayId: 'tgw-1' }), 'unknown'],
  ['IPv6 only', route({ EgressOnlyInternetGatewayId: 'eigw-1' }), 'unknown'],
  ['a route of another table', { ...route({ NatGatewayId: 'nat-1', RouteTableId: 'rtb-other' }) }, 'no'],
  [
    'a subnet that is not in the assembly',
    { Fn: lambda({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } }) },
    'unknown',
  ],
])('with %s the internet is reached: %s', (_what, resources, internet) => {
  expect(network(resources)?.internet).toBe(internet);
});

it('has the VPC’s blocks, and says whether there are endpoints', () => {
  expect(network({})).toEqual({ internet: 'no', cidrBlocks: ['10.0.0.0/16'], hasEndpoints: false });
  const more = {
    Block: {
      Type: 'AWS::EC2::VPCCidrBlock',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.1.0.0/16' },
    },
    Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' } } },
  };
  expect(network(more)).toEqual({
    internet: 'no',
    cidrBlocks: ['10.0.0.0/16', '10.1.0.0/16'],
    hasEndpoints: true,
  });
});
