import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import { known, knownIds, type Maybe, type Route, type RouteTable, type RouteTarget } from '@furl/hyperplane';
import type { ApiCall, ApiResult } from '../../operation';
import { describe } from './describe';
import { nameTag, TAG_FILTERS, UNTOLD_TAG_FILTERS } from './naming';
import { regionNetwork } from '../../region-network';

/** The route tables of the templates. The main table of a VPC, which AWS makes itself, has no id here. */
export const describeRouteTables = describe({
  name: 'DescribeRouteTables',
  set: 'routeTableSet',
  ids: {
    parameter: 'RouteTableId',
    noun: 'routeTable ID',
    notFound: 'InvalidRouteTableID.NotFound',
    malformed: { code: 'InvalidRouteTableId.Malformed', prefix: 'rtb-' },
    member: 'routeTableId',
  },
  pages: { least: 5, most: 100 },
  filters: {
    'association.route-table-id': 'associationSet.routeTableId',
    'association.subnet-id': 'associationSet.subnetId',
    'association.main': 'associationSet.main',
    'owner-id': 'ownerId',
    'route-table-id': 'routeTableId',
    'route.destination-cidr-block': 'routeSet.destinationCidrBlock',
    'route.destination-ipv6-cidr-block': 'routeSet.destinationIpv6CidrBlock',
    'route.destination-prefix-list-id': 'routeSet.destinationPrefixListId',
    'route.egress-only-internet-gateway-id': 'routeSet.egressOnlyInternetGatewayId',
    'route.gateway-id': 'routeSet.gatewayId',
    'route.instance-id': 'routeSet.instanceId',
    'route.nat-gateway-id': 'routeSet.natGatewayId',
    'route.origin': 'routeSet.origin',
    'route.state': 'routeSet.state',
    'route.transit-gateway-id': 'routeSet.transitGatewayId',
    'route.vpc-peering-connection-id': 'routeSet.vpcPeeringConnectionId',
    'vpc-id': 'vpcId',
    ...TAG_FILTERS,
  },
  untoldFilters: ['association.gateway-id', 'association.route-table-association-id', ...UNTOLD_TAG_FILTERS],
  resources: (call) => {
    const network = regionNetwork(call);
    return network?.routeTables.map((table) => described(table, network, call)) ?? [];
  },
});

function described(table: RouteTable, network: EnvironmentNetwork, { principal }: ApiCall): ApiResult {
  const { id } = table;
  const subnets = network.subnets.filter(({ routeTable }) => routeTable === id);
  return {
    routeTableId: id,
    vpcId: known(table.vpc),
    ownerId: principal.accountId,
    routeSet: [...localRoutes(table, network), ...ownRoutes(table), ...gatewayRoutes(table, network)],
    associationSet: [
      ...(table.isMain ? [{ routeTableId: id, main: true, associationState: ASSOCIATED }] : []),
      ...subnets.map((subnet) => ({
        routeTableId: id,
        subnetId: subnet.id,
        main: false,
        associationState: ASSOCIATED,
      })),
    ],
    propagatingVgwSet: [],
    tagSet: nameTag(table),
  };
}

const ASSOCIATED = { state: 'associated' };

/** Every table has a route for each block of its VPC. */
function localRoutes({ vpc }: RouteTable, { vpcs }: EnvironmentNetwork): readonly ApiResult[] {
  const own = vpcs.find(({ id }) => id === vpc);
  const local = { gatewayId: 'local', origin: 'CreateRouteTable', state: 'active' };
  return [
    ...(own?.cidrBlocks.flatMap((block) => known(block) ?? []) ?? []).map((destinationCidrBlock) => ({
      destinationCidrBlock,
      ...local,
    })),
    ...(own?.ipv6CidrBlocks.flatMap((block) => known(block) ?? []) ?? []).map((destinationIpv6CidrBlock) => ({
      destinationIpv6CidrBlock,
      ...local,
    })),
  ];
}

function ownRoutes({ routes }: RouteTable): readonly ApiResult[] {
  return 'unknown' in routes ? [] : routes.map(routeOf);
}

function routeOf({ destination, target }: Route): ApiResult {
  return {
    ...('unknown' in destination
      ? {}
      : destination.kind === 'prefix-list'
        ? { destinationPrefixListId: destination.id }
        : {
            [destination.kind === 'ipv4' ? 'destinationCidrBlock' : 'destinationIpv6CidrBlock']:
              destination.cidr,
          }),
    ...targetOf(target),
    origin: 'CreateRoute',
    state: 'active',
  };
}

/** The member that names the target, by its kind; what is not here is named as a gateway. */
const TARGETS: Readonly<Partial<Record<RouteTarget['kind'], string>>> = {
  'nat-gateway': 'natGatewayId',
  'egress-only-internet-gateway': 'egressOnlyInternetGatewayId',
  'transit-gateway': 'transitGatewayId',
  'vpc-peering-connection': 'vpcPeeringConnectionId',
  'network-interface': 'networkInterfaceId',
  instance: 'instanceId',
  'carrier-gateway': 'carrierGatewayId',
  'local-gateway': 'localGatewayId',
  'core-network': 'coreNetworkArn',
};

function targetOf(target: Maybe<RouteTarget>): ApiResult {
  return 'unknown' in target ? {} : { [TARGETS[target.kind] ?? 'gatewayId']: known(target.id) };
}

/** A gateway endpoint adds the addresses of its service to the tables that it names. */
function gatewayRoutes(
  { id }: RouteTable,
  { endpoints, prefixLists }: EnvironmentNetwork,
): readonly ApiResult[] {
  return endpoints
    .filter(({ type, routeTables }) => type === 'gateway' && knownIds(routeTables).includes(id))
    .map((endpoint) => {
      const service = known(endpoint.serviceName)?.split('.').at(-1);
      return {
        destinationPrefixListId: prefixLists.find((list) => list.service === service && service !== undefined)
          ?.id,
        gatewayId: endpoint.id,
        origin: 'CreateRoute',
        state: 'active',
      };
    });
}
