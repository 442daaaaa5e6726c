import type { Maybe, Route, RouteDestination, RouteTable, RouteTarget, Unplaced } from '@furl/hyperplane';

import { blockOf } from './blocks';
import { isList, isUnknown } from './fields';
import type { Part } from './part';
import type { Parts } from './parts';
import { unplaced } from './unplaced';

/** Properties of AWS::EC2::Route that say where it leads, and the kind of what they name. */
const TARGETS: readonly (readonly [string, RouteTarget['kind']])[] = [
  ['NatGatewayId', 'nat-gateway'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'vpc-peering-connection'],
  ['NetworkInterfaceId', 'network-interface'],
  ['InstanceId', 'instance'],
  ['VpcEndpointId', 'vpc-endpoint'],
  ['CarrierGatewayId', 'carrier-gateway'],
  ['LocalGatewayId', 'local-gateway'],
  ['CoreNetworkArn', 'core-network'],
];

/** What `GatewayId` may name, by how the id starts. */
const GATEWAYS: readonly (readonly [string, RouteTarget['kind']])[] = [
  ['igw-', 'internet-gateway'],
  ['vgw-', 'virtual-private-gateway'],
  ['eigw-', 'egress-only-internet-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['local', 'local'],
];

/** Reads every AWS::EC2::RouteTable with its routes. */
export function readRouteTables(parts: Parts, report: (unplaced: Unplaced) => void): readonly RouteTable[] {
  const routes = new Map<string, Route[]>();
  for (const part of parts.of('AWS::EC2::Route')) {
    const table = part.text('RouteTableId');
    if (typeof table !== 'string') report(unplaced('route', part, table));
    else routes.set(table, [...(routes.get(table) ?? []), readRoute(part)]);
  }
  const propagating = propagations(parts, report);
  return parts.of('AWS::EC2::RouteTable').map((part) => {
    const propagates = propagating.get(part.id);
    return {
      ...part.named(),
      replacedBy: part.fingerprint('VpcId'),
      vpc: part.text('VpcId') ?? part.unknown(['VpcId'], [], 'it names no VPC'),
      // CloudFormation cannot make a table the main one.
      isMain: false,
      routes: routes.get(part.id) ?? [],
      ...(propagates === undefined ? {} : { propagates }),
    };
  });
}

function readRoute(part: Part): Route {
  const nowhere = part.unknown([], [], 'it has no destination that is understood');
  return {
    path: part.path,
    destination: destinationOf(part) ?? nowhere,
    target: part.uncertain ?? targetOf(part),
  };
}

function destinationOf(part: Part): Maybe<RouteDestination> | undefined {
  const block = blockOf(part, 'DestinationCidrBlock', 'DestinationIpv6CidrBlock');
  if (block !== undefined) return block;
  const id = part.text('DestinationPrefixListId');
  return typeof id === 'string' ? { kind: 'prefix-list', id } : id;
}

function targetOf(part: Part): Maybe<RouteTarget> {
  for (const [property, kind] of TARGETS) {
    const id = part.text(property);
    if (id !== undefined) return { kind, id };
  }
  const id = part.text('GatewayId');
  if (isUnknown(id)) return id;
  const [, kind] = GATEWAYS.find(([start]) => id?.startsWith(start) === true) ?? [];
  if (id !== undefined && kind !== undefined) return { kind, id };
  const { messages } = part.value(['GatewayId']);
  return part.unknown(['GatewayId'], messages, 'where it leads is not understood');
}

function propagations(
  parts: Parts,
  report: (unplaced: Unplaced) => void,
): ReadonlyMap<string, Maybe<boolean>> {
  const found = new Map<string, Maybe<boolean>>();
  for (const part of parts.of('AWS::EC2::VPNGatewayRoutePropagation')) {
    const tables = part.ids('RouteTableIds');
    for (const id of isList(tables) ? tables : [tables]) {
      if (isUnknown(id)) report(unplaced('route', part, id));
      else found.set(id, part.uncertain ?? true);
    }
  }
  return found;
}
