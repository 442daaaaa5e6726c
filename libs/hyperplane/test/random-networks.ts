import fc from 'fast-check';

import type {
  Destination,
  Network,
  NetworkAclEntry,
  Peer,
  PortRange,
  Route,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  VpcEndpoint,
} from '../src/network';
import { configOf, functionOf, networkOf, subnetOf, vpcOf } from '../src/testing/networks';
import { endpoint } from '../src/testing/reaching';

/** Blocks that the brute-force model has samples for. */
const EGRESS_BLOCKS = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '8.8.8.0/24',
  '93.184.0.0/16',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.1.128/25',
  '10.0.3.0/24',
  '192.168.0.0/16',
  '255.255.255.255/32',
];
const ACL_BLOCKS = [
  '0.0.0.0/0',
  '0.0.0.0/0',
  '0.0.0.0/0',
  '10.0.0.0/16',
  '10.0.2.0/24',
  '8.8.8.0/24',
  '128.0.0.0/1',
];
const ROUTE_BLOCKS = [
  '0.0.0.0/0',
  '0.0.0.0/0',
  '0.0.0.0/0',
  '8.8.8.0/24',
  '128.0.0.0/1',
  '10.9.0.0/16',
  '192.168.0.0/16',
];
const SUBNETS = ['a', 'b', 'c', 'd'];
const TABLES = ['rtb-1', 'rtb-2', 'rtb-3'];
const GROUPS = ['g1', 'g2', 'g3', 'g4'];

const ports = fc.constantFrom<PortRange>(
  { from: 443, to: 443 },
  { from: 0, to: 65535 },
  { from: 5432, to: 5432 },
  { from: 443, to: 5432 },
);
const peer: fc.Arbitrary<Peer> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...EGRESS_BLOCKS).map((cidr): Peer => ({ kind: 'ipv4', cidr })) },
  { weight: 1, arbitrary: fc.constant<Peer>({ kind: 'ipv6', cidr: '::/0' }) },
  { weight: 1, arbitrary: fc.constantFrom<Peer>({ kind: 'prefix-list', id: 'pl-s3' }) },
  { weight: 1, arbitrary: fc.constantFrom(...GROUPS).map((id): Peer => ({ kind: 'security-group', id })) },
);
const rule: fc.Arbitrary<SecurityGroupRule> = fc.oneof(
  fc.record({ protocol: fc.constantFrom('tcp', 'udp'), ports, peer }),
  fc.record({ protocol: fc.constant('-1'), peer }),
);
const rules = fc.array(rule, { maxLength: 3 });
const groups: fc.Arbitrary<SecurityGroup[]> = fc.tuple(
  ...GROUPS.map((id) =>
    fc
      .record({ hasDefaultEgress: fc.boolean(), egress: rules, ingress: rules })
      .map((more) => ({ id, vpc: 'vpc', ...more })),
  ),
);
const entry: fc.Arbitrary<NetworkAclEntry> = fc
  .record({
    egress: fc.boolean(),
    action: fc.constantFrom<'allow' | 'deny'>('allow', 'allow', 'deny'),
    protocol: fc.constantFrom('-1', 'tcp'),
    range: fc.constantFrom<PortRange>(
      { from: 443, to: 443 },
      { from: 0, to: 65535 },
      { from: 1024, to: 65535 },
      { from: 32768, to: 65535 },
    ),
    cidr: fc.constantFrom(...ACL_BLOCKS),
  })
  .map(({ egress, action, protocol, range, cidr }) => {
    // Sets of ports that do not nest would make it a matter of luck whether two ACLs leave any: those are partial in the
    // library, whichever ports they leave.
    const nested = action === 'deny' && range.from === 32768 ? { from: 1024, to: 65535 } : range;
    return {
      ruleNumber: 0,
      egress,
      action,
      protocol,
      ...(protocol !== '-1' && { ports: nested }),
      block: { kind: 'ipv4' as const, cidr },
    };
  });
const open: NetworkAclEntry[] = [true, false].flatMap((egress) =>
  (['ipv4', 'ipv6'] as const).map((kind) => {
    return {
      ruleNumber: 900,
      egress,
      action: 'allow' as const,
      protocol: '-1',
      block: { kind, cidr: kind === 'ipv4' ? '0.0.0.0/0' : '::/0' },
    };
  }),
);
const entries = fc
  .tuple(fc.array(entry, { maxLength: 4 }), fc.boolean())
  .map(([all, isOpen]) => [
    ...all.map((each, index) => ({ ...each, ruleNumber: 10 * (index + 1) })),
    ...(isOpen ? open : []),
  ]);
const target = fc.constantFrom<Route['target']>(
  { kind: 'nat-gateway', id: 'nat' },
  { kind: 'nat-gateway', id: 'nat' },
  { kind: 'internet-gateway', id: 'igw' },
  { kind: 'transit-gateway', id: 'tgw' },
);
const routes: fc.Arbitrary<Route[]> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom(...ROUTE_BLOCKS), target), {
      maxLength: 3,
      selector: ([cidr]) => cidr,
    }),
    fc.constantFrom<Route['target'] | undefined>(
      undefined,
      { kind: 'egress-only-internet-gateway', id: 'eigw' },
      { kind: 'internet-gateway', id: 'igw' },
    ),
  )
  .map(([v4, v6]) => [
    ...v4.map(([cidr, to]): Route => ({ destination: { kind: 'ipv4', cidr }, target: to })),
    ...(v6 === undefined ? [] : [{ destination: { kind: 'ipv6' as const, cidr: '::/0' }, target: v6 }]),
  ]);
const some = (all: readonly string[], minLength = 1) =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength, maxLength: 2 });
const gateway = (service: string): fc.Arbitrary<VpcEndpoint> =>
  some([...TABLES, 'main-route-table of vpc'], 0).map((routeTables) =>
    endpoint(service, { id: `gateway-${service}`, type: 'gateway', routeTables }),
  );
const interfaceEndpoint = (service: string): fc.Arbitrary<VpcEndpoint> =>
  fc
    .record({
      subnets: some(SUBNETS),
      securityGroups: some(GROUPS),
      privateDnsEnabled: fc.constantFrom(true, true, false),
    })
    .map((more) => endpoint(service, { id: `interface-${service}`, ...more }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 1 });

/** One VPC of four subnets with whatever there can be in it; every value is known. */
export const randomNetwork: fc.Arbitrary<Network> = fc
  .record({
    groups,
    tables: fc.tuple(routes, routes, routes),
    mainIsListed: fc.boolean(),
    acls: fc.tuple(entries, entries),
    placed: fc.tuple(
      ...SUBNETS.map(() =>
        fc.record({
          table: fc.option(fc.constantFrom(...TABLES)),
          acl: fc.option(fc.constantFrom('acl-1', 'acl-2'), { freq: 1 }),
          hasIpv6: fc.constantFrom(true, true, false),
        }),
      ),
    ),
    // Most gateways are where they belong: in a subnet that leads out.
    outside: fc.constantFrom(true, true, true, false),
    nat: fc.record({
      subnet: fc.constantFrom('d', 'd', 'd', 'a'),
      connectivity: fc.constantFrom<'public' | 'private'>('public', 'public', 'public', 'private'),
      availability: fc.constantFrom<'zonal' | 'regional'>('zonal', 'zonal', 'zonal', 'regional'),
    }),
    dns: fc.record({
      enableDnsSupport: fc.constantFrom(true, true, true, false),
      enableDnsHostnames: fc.constantFrom(true, true, false),
    }),
    endpoints: fc
      .tuple(
        maybe(gateway('s3')),
        maybe(gateway('dynamodb')),
        maybe(interfaceEndpoint('s3')),
        maybe(interfaceEndpoint('secretsmanager')),
      )
      .map((all) => all.flat()),
    resource: fc.record({ subnets: some(SUBNETS), securityGroups: some(GROUPS) }),
    fn: fc.option(fc.record({ subnets: some(['a', 'b', 'c']), groups: some(GROUPS), six: fc.boolean() }), {
      freq: 30,
    }),
  })
  .map(({ tables, placed, outside, nat, dns, endpoints, resource, fn, acls, mainIsListed, groups: all }) => {
    const out: Route = {
      destination: { kind: 'ipv4', cidr: '0.0.0.0/0' },
      target: { kind: 'internet-gateway', id: 'igw' },
    };
    const config = fn === null ? {} : { vpcConfig: configOf(fn.subnets, fn.groups, fn.six) };
    return networkOf({
      vpcs: [vpcOf('vpc', '10.0.0.0/16', dns)],
      subnets: placed.map(({ table, acl, hasIpv6 }, index): Subnet => {
        const id = SUBNETS[index] ?? '';
        const isOut = id === 'd' && outside;
        return subnetOf(id, `10.0.${index}.0/24`, {
          hasIpv6,
          ...(isOut ? { routeTable: 'rtb-out' } : table !== null && { routeTable: table }),
          ...(acl !== null && { networkAcl: acl }),
        });
      }),
      routeTables: [
        ...tables.map((each, index) => ({
          id: TABLES[index] ?? '',
          vpc: 'vpc',
          isMain: mainIsListed && index === 2,
          routes: each,
        })),
        { id: 'rtb-out', vpc: 'vpc', isMain: false, routes: [out] },
      ],
      natGateways: [
        {
          id: 'nat',
          vpc: 'vpc',
          connectivity: nat.connectivity,
          availability: nat.availability,
          ...(nat.availability === 'zonal' && { subnet: nat.subnet }),
        },
      ],
      networkAcls: acls.map((each, index) => ({
        id: `acl-${index + 1}`,
        vpc: 'vpc',
        isDefault: false,
        entries: each,
      })),
      securityGroups: all,
      prefixLists: [{ id: 'pl-s3', service: 's3', entries: { unknown: 'AWS manages them', path: 'pl-s3' } }],
      endpoints,
      resources: [{ id: 'db', type: 'AWS::RDS::DBInstance', port: 5432, ...resource }],
      functions: [functionOf('fn', [], [], config)],
    });
  });

/** What the brute-force model knows to ask for. */
export const randomDestination = fc.constantFrom<Destination>(
  { kind: 'internet' },
  { kind: 'internet' },
  { kind: 'function-url' },
  { kind: 'service', service: 's3' },
  { kind: 'service', service: 's3' },
  { kind: 'service', service: 'dynamodb' },
  { kind: 'service', service: 'secretsmanager' },
  { kind: 'resource', resource: 'db' },
  { kind: 'cidr', cidr: '8.8.8.8/32', port: 443 },
  { kind: 'cidr', cidr: '8.8.8.0/24', port: 443 },
  { kind: 'cidr', cidr: '10.0.0.0/22', port: 5432 },
  { kind: 'cidr', cidr: '10.0.1.0/24' },
  { kind: 'cidr', cidr: '10.9.0.1/32', port: 443 },
  { kind: 'cidr', cidr: '192.168.1.1/32', port: 443 },
);
