import { isPublic, overlaps } from '../address-space';
import { isUnknown, known, nameOf } from '../maybe';
import type { AddressBlock } from '../network';
import { crossing, entering, everywhere, from, type Source } from './crossings';
import { type Check, doubtful, every, fails, HOLDS } from './fact';
import { letsOut } from './groups';
import { throughNat, wayOut } from './nat';
import type { Packet } from './packet';
import { type Hop, lookUp, type Table } from './routes';
import { agreed } from './truth';
import type { View } from './view';

/** A check, and the way that it looked at: `NAT gateway nat-1`. */
export interface Way extends Check {
  readonly via: string;
}

/** What leads to the addresses of the VPC itself. */
export const LOCAL_ROUTE = 'the VPC’s local route';

/** Whether connections get from one subnet of a function to where they want, and back. */
export function wayOf(view: View, source: Source, packet: Packet): Way {
  const owners = possibleOwners(view, packet);
  if (owners.length === 0) return settledWayOf(view, source, packet);
  // Whose address it is decides over routes and rules at once: each possibility is followed to its end.
  const settled = { ...packet, isLiteral: false };
  const ways = [settled, ...owners.map((service) => ({ ...settled, service }))].map((each) =>
    settledWayOf(view, source, each),
  );
  return { ...together(ways), via: viaOf(ways) };
}

/** The services with lists of their own that may have a public address. */
function possibleOwners({ network }: View, { at, isLiteral, service }: Packet): string[] {
  if (!isLiteral || service !== undefined || at.family === 6 || !isPublic(at)) return [];
  const gateways = network.endpoints.filter(({ type }) => isUnknown(type) || type === 'gateway');
  const isOpen = network.unplaced.some(({ kind }) => kind === 'endpoint');
  const named = [
    ...gateways.map(({ serviceName }) => known(serviceName)?.split('.').slice(3).join('.') ?? SOME_SERVICE),
    ...network.prefixLists.flatMap((list) => list.service ?? []),
    ...(isOpen ? [SOME_SERVICE] : []),
  ];
  return [...new Set(named)];
}

/** Stands for the service of an endpoint of which it is not known what it is for. */
const SOME_SERVICE = 'a service';

function viaOf(ways: readonly Way[]): string {
  return [...new Set(ways.map(({ via }) => via))].join(' or ');
}

function settledWayOf(view: View, source: Source, packet: Packet): Way {
  const { table, hops } = lookUp(view, source.subnet, packet);
  const ways = hops.map((hop) => follow(view, source, packet, hop, table));
  const egress = letsOut(view, source.groups, packet);
  const route = together(ways);
  return { ...every([route, egress]), via: viaOf(ways) };
}

/** Of several hops it is not known which one is taken. */
function together(ways: readonly Way[]): Check {
  const [first] = ways;
  if (ways.length === 1 && first !== undefined) return first;
  const truth = agreed(ways.map((way) => way.truth));
  const facts = ways.flatMap((way) => way.facts);
  if (truth !== 'unknown') return { truth, facts };
  // What fails only if one of several hops is taken does not certainly fail.
  const doubts = facts.filter((fact) => fact.truth === 'unknown');
  const possible = ways.filter((way) => way.truth !== 'yes').map(({ via }) => via);
  const either = doubtful(
    'ROUTE',
    'route',
    `which route is taken: it may be by ${[...new Set(possible)].join(' or ')}`,
  );
  return { truth, facts: doubts.length > 0 ? doubts : either.facts };
}

function follow(view: View, source: Source, packet: Packet, hop: Hop, table: Table | undefined): Way {
  const { subnet } = source;
  switch (hop.kind) {
    case 'local':
      return { ...within(view, source, packet), via: LOCAL_ROUTE };
    case 'gateway-endpoint':
      return { ...ownAcl(view, source, packet), via: `gateway endpoint ${nameOf(hop.endpoint)}` };
    case 'elsewhere':
      return {
        ...every([
          doubtful('LEAVES_TEMPLATE', hop.what, `what is behind ${hop.what}`),
          ownAcl(view, source, packet),
        ]),
        via: hop.what,
      };
    case 'unknown':
      return {
        ...every([doubtful('ROUTE', subnet.id, hop.why), ownAcl(view, source, packet)]),
        via: hop.why,
      };
    case 'none':
      return {
        ...every([noRoute(view, source, packet, table), ownAcl(view, source, packet)]),
        via: 'no route',
      };
    case 'egress-only-internet-gateway': {
      const leads =
        packet.at.family === 6 && isPublic(packet.at)
          ? HOLDS
          : onlyInternet(packet, source, 'an egress-only internet gateway');
      return { ...every([leads, ownAcl(view, source, packet)]), via: 'egress-only internet gateway' };
    }
    case 'internet-gateway':
      return {
        ...every([straightOut(view, source, packet, hop, table), ownAcl(view, source, packet)]),
        via: 'internet gateway',
      };
    case 'nat-gateway': {
      const nat = throughNat(view, source, packet, hop, table);
      return { ...every([nat, ownAcl(view, source, packet)]), via: `NAT gateway ${nameOf(hop.nat)}` };
    }
  }
}

/** The ACL of the function's own subnet, both ways. */
function ownAcl(view: View, { subnet }: Source, packet: Packet): Check {
  return crossing(view, subnet, packet, { isFrom: true });
}

/** Inside the VPC: the ACLs of both subnets, unless it is one. */
function within(view: View, source: Source, packet: Packet): Check {
  const vpc = known(source.subnet.vpc);
  const targets =
    packet.subnet === undefined
      ? (vpc === undefined ? [] : view.subnetsIn(vpc)).filter((subnet) => {
          const block = view.block(packet.at.family === 4 ? subnet.cidrBlock : subnet.ipv6CidrBlock);
          return block !== undefined && overlaps(block, packet.at);
        })
      : [view.subnet(packet.subnet) ?? source.subnet];
  if (targets.some(({ id }) => id === source.subnet.id)) return HOLDS;
  const back = from(source, packet, view);
  return every([
    ownAcl(view, source, packet),
    ...targets.map((target) => entering(view, target, back, packet)),
  ]);
}

function noRoute(view: View, source: Source, packet: Packet, table: Table | undefined): Check {
  const destination: AddressBlock = isPublic(packet.at) ? everywhere(packet) : packet.block;
  const target = isPublic(packet.at) && table !== undefined ? wayOut(view, source, packet, table) : undefined;
  return fails({
    id: 'NO_ROUTE',
    kind: 'NO_ROUTE_TO_DESTINATION',
    truth: 'no',
    subject: table?.id ?? source.subnet.id,
    topic: destination.cidr,
    say: (where) =>
      `no route ${isPublic(packet.at) ? '' : 'to '}${destination.cidr} in the route table of ${where}`,
    ...(target !== undefined &&
      table !== undefined && {
        amendment: { kind: 'add-route' as const, routeTable: table.id, destination, target },
      }),
  });
}

/** An internet gateway translates public addresses; a function's interface has none (IPv4). */
function straightOut(
  view: View,
  source: Source,
  packet: Packet,
  hop: Extract<Hop, { kind: 'internet-gateway' }>,
  table: Table | undefined,
): Check {
  if (!isPublic(packet.at)) return onlyInternet(packet, source, 'an internet gateway');
  if (packet.at.family === 6) {
    return doubtful(
      'IPV6_INTERNET_GATEWAY',
      source.subnet.id,
      'whether IPv6 passes an internet gateway: for functions AWS names the egress-only one',
    );
  }
  const text = hop.route.kind === 'prefix-list' ? hop.route.id : hop.route.cidr;
  return fails({
    id: 'INTERNET_GATEWAY',
    kind: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    truth: 'no',
    subject: table?.id ?? source.subnet.id,
    topic: text,
    say: (where) =>
      `route ${text} of ${where} leads to an internet gateway, and a function has no public IPv4 address`,
    ...(table !== undefined && {
      amendment: {
        kind: 'replace-route' as const,
        routeTable: table.id,
        destination: hop.route,
        target: wayOut(view, source, packet, table),
      },
    }),
  });
}

function onlyInternet({ block }: Packet, { subnet }: Source, what: string): Check {
  return fails({
    id: 'PRIVATE_ADDRESS',
    kind: 'CANNOT_ROUTE',
    truth: 'no',
    subject: subnet.id,
    topic: `${block.cidr} ${what}`,
    say: (where) => `${block.cidr} is not public, and the route of ${where} leads to ${what}`,
  });
}
