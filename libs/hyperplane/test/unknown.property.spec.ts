import fc from 'fast-check';

import { connectionVerdict, type Network, reach, type Unknown } from '../src/index';
import { randomDestination, randomNetwork } from './random-networks';

const UNKNOWN: Unknown = { unknown: 'nobody knows', path: 'Stack.Somewhere' };

type Veil = (network: Network) => Network;
const veils: readonly [string, Veil][] = [
  ['a route table that is elsewhere', (n) => ({ ...n, routeTables: n.routeTables.slice(1) })],
  [
    'the routes of a table',
    (n) => ({ ...n, routeTables: n.routeTables.map((t, i) => (i === 0 ? { ...t, routes: UNKNOWN } : t)) }),
  ],
  [
    'the targets of routes',
    (n) => ({
      ...n,
      routeTables: n.routeTables.map((t) => ({
        ...t,
        routes: arrayOf(t.routes).map((r) => ({ ...r, target: UNKNOWN })),
      })),
    }),
  ],
  [
    'the destinations of routes',
    (n) => ({
      ...n,
      routeTables: n.routeTables.map((t) => ({
        ...t,
        routes: arrayOf(t.routes).map((r) => ({ ...r, destination: UNKNOWN })),
      })),
    }),
  ],
  [
    'the table of a subnet',
    (n) => ({ ...n, subnets: n.subnets.map((s) => ({ ...s, routeTable: UNKNOWN })) }),
  ],
  ['the ACL of a subnet', (n) => ({ ...n, subnets: n.subnets.map((s) => ({ ...s, networkAcl: UNKNOWN })) })],
  ['a subnet that is elsewhere', (n) => ({ ...n, subnets: n.subnets.slice(1) })],
  ['the VPC', (n) => ({ ...n, vpcs: [] })],
  [
    'the flags of the VPC',
    (n) => ({
      ...n,
      vpcs: n.vpcs.map((v) => ({ ...v, enableDnsSupport: UNKNOWN, enableDnsHostnames: UNKNOWN })),
    }),
  ],
  ['a group that is elsewhere', (n) => ({ ...n, securityGroups: n.securityGroups.slice(1) })],
  [
    'the rules of a group',
    (n) => ({
      ...n,
      securityGroups: n.securityGroups.map((g) => ({ ...g, egress: UNKNOWN, ingress: UNKNOWN })),
    }),
  ],
  [
    'AWS’s own rule of a group',
    (n) => ({ ...n, securityGroups: n.securityGroups.map((g) => ({ ...g, hasDefaultEgress: UNKNOWN })) }),
  ],
  [
    'the ports of rules',
    (n) => ({
      ...n,
      securityGroups: n.securityGroups.map((g) => ({
        ...g,
        egress: arrayOf(g.egress).map((r) => ({ ...r, ports: UNKNOWN })),
      })),
    }),
  ],
  [
    'the peers of rules',
    (n) => ({
      ...n,
      securityGroups: n.securityGroups.map((g) => ({
        ...g,
        egress: arrayOf(g.egress).map((r) => ({ ...r, peer: UNKNOWN })),
      })),
    }),
  ],
  [
    'the entries of ACLs',
    (n) => ({ ...n, networkAcls: n.networkAcls.map((a) => ({ ...a, entries: UNKNOWN })) }),
  ],
  [
    'the actions of entries',
    (n) => ({
      ...n,
      networkAcls: n.networkAcls.map((a) => ({
        ...a,
        entries: arrayOf(a.entries).map((e) => ({ ...e, action: UNKNOWN })),
      })),
    }),
  ],
  [
    'the numbers of entries',
    (n) => ({
      ...n,
      networkAcls: n.networkAcls.map((a) => ({
        ...a,
        entries: arrayOf(a.entries).map((e, i) => (i === 0 ? { ...e, ruleNumber: UNKNOWN } : e)),
      })),
    }),
  ],
  [
    'the blocks of entries',
    (n) => ({
      ...n,
      networkAcls: n.networkAcls.map((a) => ({
        ...a,
        entries: arrayOf(a.entries).map((e, i) => (i === 1 ? { ...e, block: UNKNOWN } : e)),
      })),
    }),
  ],
  [
    'what endpoints are for',
    (n) => ({ ...n, endpoints: n.endpoints.map((e) => ({ ...e, serviceName: UNKNOWN })) }),
  ],
  [
    'the private DNS of endpoints',
    (n) => ({ ...n, endpoints: n.endpoints.map((e) => ({ ...e, privateDnsEnabled: UNKNOWN })) }),
  ],
  [
    'the places of endpoints',
    (n) => ({ ...n, endpoints: n.endpoints.map((e) => ({ ...e, subnets: UNKNOWN, routeTables: UNKNOWN })) }),
  ],
  [
    'an endpoint that is lost',
    (n) => ({ ...n, endpoints: n.endpoints.slice(1), unplaced: [{ ...UNKNOWN, kind: 'endpoint' }] }),
  ],
  ['the NAT gateway', (n) => ({ ...n, natGateways: [] })],
  [
    'the kind of the NAT gateway',
    (n) => ({ ...n, natGateways: n.natGateways.map((g) => ({ ...g, connectivity: UNKNOWN })) }),
  ],
  ['the prefix list', (n) => ({ ...n, prefixLists: [] })],
  [
    'whether subnets have IPv6',
    (n) => ({ ...n, subnets: n.subnets.map((s) => ({ ...s, hasIpv6: UNKNOWN })) }),
  ],
  [
    'the function’s VpcConfig',
    (n) => ({ ...n, functions: n.functions.map((f) => ({ ...f, vpcConfig: UNKNOWN })) }),
  ],
];

function arrayOf<T>(list: readonly T[] | Unknown): readonly T[] {
  return 'unknown' in list ? [] : list;
}

it('answers partially, and never otherwise than with full knowledge, when something is not known', () => {
  let narrowed = 0;
  fc.assert(
    fc.property(randomNetwork, randomDestination, fc.constantFrom(...veils), (network, to, [, veil]) => {
      const whole = reach(network, 'fn', to);
      const veiled = reach(veil(network), 'fn', to);
      if (veiled.verdict !== whole.verdict) narrowed += 1;

      expect([whole.verdict, 'partial']).toContain(veiled.verdict);
      expect(veiled.verdict === 'yes' || veiled.blockedBy.length > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(narrowed).toBeGreaterThan(100);
}, 120_000);

it('lets a single connection through exactly where the way to its address is open', () => {
  const address = fc.constantFrom('1.1.1.1', '8.8.8.8', '10.0.1.20', '10.0.3.200', '10.9.0.1', '192.168.1.1');
  fc.assert(
    fc.property(randomNetwork, address, fc.constantFrom(443, 5432), (network, to, port) => {
      const { verdict, because } = connectionVerdict(network, 'fn', { address: to, port });

      expect(verdict).toBe(reach(network, 'fn', { kind: 'cidr', cidr: `${to}/32`, port }).verdict);
      expect(because).not.toBe('');
    }),
    { numRuns: 300 },
  );
}, 60_000);
