import type { VpcNetwork } from '../cloud-assembly';
import type { Resource, Stack } from '../reading/stack';
import { Scope } from '../resolving/scope';
import type { World } from '../resolving/world';
import { asText, type Value } from '../resolving/value';

/** A resource of the network, and how to read it without telling of what is not known. */
interface Part {
  readonly id: string;
  text(name: string): string | undefined;
  has(name: string): boolean;
}

type Egress = VpcNetwork['internet'];

/** Route targets behind which a template does not show what there is. */
const LEADS_ELSEWHERE = [
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'NetworkInterfaceId',
  'InstanceId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
];

/**
 * What a function in these subnets reaches beyond its VPC, by the route tables of the template: a default route to a NAT
 * gateway leads to the internet, one straight to an internet gateway does not, since a function has no public address
 * (Lambda Developer Guide, "Internet access for VPC-connected functions").
 */
export function networkOf(subnetIds: readonly string[], world: World): VpcNetwork {
  const all = (type: string): Part[] =>
    world.stacks.flatMap((stack) =>
      [...stack.resources.values()]
        .filter((resource) => resource.type === type)
        .map((resource) => partOf(resource, stack, world)),
    );
  const subnets = all('AWS::EC2::Subnet').filter(({ id }) => subnetIds.includes(id));
  const vpcIds = new Set(subnets.map((subnet) => subnet.text('VpcId')));
  const vpcs = all('AWS::EC2::VPC').filter(({ id }) => vpcIds.has(id));
  const cidrBlocks = [
    ...vpcs.map((vpc) => vpc.text('CidrBlock')),
    ...all('AWS::EC2::VPCCidrBlock')
      .filter((block) => vpcIds.has(block.text('VpcId')))
      .map((block) => block.text('CidrBlock')),
  ];
  const hasEndpoints = all('AWS::EC2::VPCEndpoint').some((endpoint) => vpcIds.has(endpoint.text('VpcId')));
  const known = cidrBlocks.filter((block) => block !== undefined && /^[\d.]+\/\d+$/.test(block));
  const isWhole =
    subnets.length === new Set(subnetIds).size &&
    vpcs.length === vpcIds.size &&
    known.length === cidrBlocks.length;
  const associations = all('AWS::EC2::SubnetRouteTableAssociation');
  const routes = all('AWS::EC2::Route');
  const verdicts = subnets.map(({ id }): Egress => {
    const table = associations.find((each) => each.text('SubnetId') === id)?.text('RouteTableId');
    // Without an association it is the VPC's main table, which has no route but the local one unless somebody adds one.
    return egressOf(routes.filter((route) => route.text('RouteTableId') === table && table !== undefined));
  });
  const internet = isWhole && subnets.length > 0 ? together(verdicts) : 'unknown';
  return { internet, cidrBlocks: known.flatMap((block) => block ?? []), hasEndpoints };
}

function egressOf(routes: readonly Part[]): Egress {
  const verdicts = routes.map((route): Egress => {
    if (LEADS_ELSEWHERE.some((target) => route.has(target))) return 'unknown';
    // What is allowed by IPv6 alone, and prefix lists, are not followed.
    if (route.has('EgressOnlyInternetGatewayId') || route.has('DestinationPrefixListId')) return 'unknown';
    return route.has('NatGatewayId') ? 'yes' : 'no';
  });
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unknown') ? 'unknown' : 'no';
}

/** Lambda places a function in any of its subnets: only what none of them reaches is certain to be dropped. */
function together(verdicts: readonly Egress[]): Egress {
  if (verdicts.every((verdict) => verdict === 'no')) return 'no';
  return verdicts.every((verdict) => verdict === 'yes') ? 'yes' : 'unknown';
}

function partOf(resource: Resource, stack: Stack, world: World): Part {
  // What matters here and is not known makes the answer unknown; it is no problem of its own.
  const scope = new Scope(world, stack, `${stack.name}.${resource.logicalId}`, () => undefined);
  const read = (name: string): Value | undefined => scope.property(resource, name);
  return {
    id: asText(scope.reference(resource.logicalId)) ?? resource.logicalId,
    text: (name) => asText(read(name)),
    has: (name) => read(name) !== undefined,
  };
}
