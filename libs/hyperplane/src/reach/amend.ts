import { isUnknown, known } from '../maybe';
import type {
  Maybe,
  Named,
  Network,
  Route,
  RouteDestination,
  SecurityGroup,
  SecurityGroupRule,
} from '../network';
import { type AmendedTarget, type Amendment, serviceListId, vpcOfOwnId } from './amendment';

/**
 * The network with amendments made: what a remedy comes to. A gateway that has to be made is a regional NAT gateway, an
 * internet gateway or an egress-only one; a new interface endpoint is in the function's subnets, answers to the service's
 * name, and lets in HTTPS from everywhere.
 */
export function amend(network: Network, amendments: readonly Amendment[]): Network {
  return amendments.reduce(amendOne, network);
}

function amendOne(network: Network, amendment: Amendment): Network {
  switch (amendment.kind) {
    case 'add-route':
    case 'replace-route':
      return withRoute(network, amendment);
    case 'add-egress-rule':
    case 'add-ingress-rule':
      return withRule(network, amendment);
    case 'add-network-acl-entry': {
      const { networkAcl, egress, block, protocol, ports } = amendment;
      const networkAcls = edit(network.networkAcls, networkAcl, (acl) => {
        const entries = known(acl.entries) ?? [];
        const lowest = Math.min(100, ...entries.flatMap(({ ruleNumber }) => known(ruleNumber) ?? []));
        const entry = { ruleNumber: lowest - 1, egress, action: 'allow' as const, protocol, ports, block };
        return { ...acl, entries: [...entries, entry] };
      });
      return { ...network, networkAcls };
    }
    case 'add-interface-endpoint':
      return withInterfaceEndpoint(network, amendment);
    case 'add-gateway-endpoint': {
      const { vpc, service, routeTables } = amendment;
      const endpoint = {
        id: `new gateway endpoint for ${service}`,
        vpc,
        type: 'gateway' as const,
        serviceName: serviceName(network, service),
        subnets: [],
        securityGroups: [],
        privateDnsEnabled: false,
        routeTables,
        hasPolicy: false,
      };
      return { ...network, endpoints: [...network.endpoints, endpoint] };
    }
    case 'associate-route-table': {
      const endpoints = edit(network.endpoints, amendment.endpoint, (each) => ({
        ...each,
        routeTables: isUnknown(each.routeTables)
          ? each.routeTables
          : [...each.routeTables, amendment.routeTable],
      }));
      return { ...network, endpoints };
    }
    case 'enable-private-dns': {
      const endpoints = edit(network.endpoints, amendment.endpoint, (each) => ({
        ...each,
        privateDnsEnabled: true,
        privateDnsOnlyForInboundResolver: false,
      }));
      return { ...network, endpoints };
    }
    case 'enable-vpc-dns': {
      const { vpc, attribute } = amendment;
      return { ...network, vpcs: edit(network.vpcs, vpc, (each) => ({ ...each, [attribute]: true })) };
    }
    case 'allow-ipv6': {
      const functions = edit(network.functions, amendment.function, (each) => {
        const { vpcConfig } = each;
        if (vpcConfig === undefined || isUnknown(vpcConfig)) return each;
        return { ...each, vpcConfig: { ...vpcConfig, ipv6AllowedForDualStack: true } };
      });
      return { ...network, functions };
    }
    case 'add-ipv6':
      return {
        ...network,
        subnets: edit(network.subnets, amendment.subnet, (each) => ({ ...each, hasIpv6: true })),
      };
  }
}

function edit<T extends Named>(list: readonly T[], id: string, change: (each: T) => T): T[] {
  return list.map((each) => (each.id === id ? change(each) : each));
}

function withRoute(
  network: Network,
  amendment: Extract<Amendment, { kind: 'add-route' | 'replace-route' }>,
): Network {
  const { routeTable, destination, target } = amendment;
  const vpc = vpcOfOwnId('main-route-table', routeTable);
  const isListed = network.routeTables.some(({ id }) => id === routeTable);
  const tables =
    isListed || vpc === undefined
      ? network.routeTables
      : [...network.routeTables, { id: routeTable, vpc, isMain: true, routes: [] }];
  const owner = known(tables.find(({ id }) => id === routeTable)?.vpc) ?? routeTable;
  const id = target.id ?? newGatewayId(target, owner);
  const route: Route = { destination, target: { kind: target.kind, id } };
  const isNew = target.kind === 'nat-gateway' && !network.natGateways.some((nat) => nat.id === id);
  return {
    ...network,
    natGateways: isNew
      ? [...network.natGateways, { id, vpc: owner, connectivity: 'public', availability: 'regional' }]
      : network.natGateways,
    routeTables: edit(tables, routeTable, (table) => {
      const routes = known(table.routes) ?? [];
      const kept =
        amendment.kind === 'add-route'
          ? routes
          : routes.filter((each) => !isSame(each.destination, destination));
      return { ...table, routes: [...kept, route] };
    }),
  };
}

function newGatewayId({ kind }: AmendedTarget, vpc: string): string {
  return `new ${kind} of ${vpc}`;
}

function isSame(one: Maybe<RouteDestination>, other: RouteDestination): boolean {
  if (isUnknown(one) || one.kind !== other.kind) return false;
  return one.kind === 'prefix-list' || other.kind === 'prefix-list'
    ? 'id' in one && 'id' in other && one.id === other.id
    : one.cidr === other.cidr;
}

function withRule(
  network: Network,
  { kind, securityGroup, peer, protocol, ports }: Extract<Amendment, { securityGroup: string }>,
): Network {
  const rule: SecurityGroupRule = { protocol, ports, peer };
  const direction = kind === 'add-egress-rule' ? 'egress' : 'ingress';
  const vpc = vpcOfOwnId('default-security-group', securityGroup);
  const isListed = network.securityGroups.some(({ id }) => id === securityGroup);
  const groups: readonly SecurityGroup[] =
    isListed || vpc === undefined
      ? network.securityGroups
      : [
          ...network.securityGroups,
          {
            id: securityGroup,
            vpc,
            isDefault: true,
            hasDefaultEgress: true,
            egress: [],
            ingress: [{ protocol: '-1', peer: { kind: 'security-group', id: securityGroup } }],
          },
        ];
  return {
    ...network,
    prefixLists: peer.kind === 'prefix-list' ? withList(network, peer.id) : network.prefixLists,
    securityGroups: edit(groups, securityGroup, (group) => {
      return { ...group, [direction]: [...(known(group[direction]) ?? []), rule] };
    }),
  };
}

function withList(network: Network, id: string): Network['prefixLists'] {
  if (network.prefixLists.some((list) => list.id === id)) return network.prefixLists;
  const service = ['s3', 'dynamodb', 's3express'].find((each) => serviceListId(each) === id);
  const entries = { unknown: 'AWS manages them', path: id };
  return [...network.prefixLists, { id, entries, ...(service !== undefined && { service }) }];
}

function withInterfaceEndpoint(
  network: Network,
  { vpc, service, subnets }: Extract<Amendment, { kind: 'add-interface-endpoint' }>,
): Network {
  const id = `new interface endpoint for ${service}`;
  const group = `security group of the ${id}`;
  return {
    ...network,
    securityGroups: [
      ...network.securityGroups,
      {
        id: group,
        vpc,
        hasDefaultEgress: true,
        egress: [],
        ingress: [
          { protocol: 'tcp', ports: { from: 443, to: 443 }, peer: { kind: 'ipv4', cidr: '0.0.0.0/0' } },
        ],
      },
    ],
    endpoints: [
      ...network.endpoints,
      {
        id,
        vpc,
        type: 'interface',
        serviceName: serviceName(network, service),
        subnets,
        securityGroups: [group],
        privateDnsEnabled: true,
        routeTables: [],
        hasPolicy: false,
      },
    ],
  };
}

function serviceName({ region }: Network, service: string): string {
  return `com.amazonaws.${known(region) ?? 'us-east-1'}.${service}`;
}
