import { isPublic } from '../address-space';
import { isUnknown, known, nameOf, whyUnknown } from '../maybe';
import type { NatGateway, Subnet } from '../network';
import type { AmendedTarget } from './amendment';
import { crossing, entering, everywhere, from, type Source } from './crossings';
import { type Check, doubtful, every, fails, HOLDS } from './fact';
import type { Packet } from './packet';
import { type Hop, lookUp, type Table, tableOf } from './routes';
import { agreed } from './truth';
import type { View } from './view';

/** A NAT gateway as one function's packets find it. */
interface Passage extends Check {
  /** Its subnet, where it is known for certain that it leads nowhere, and the border of that subnet. */
  readonly deadEnd?: { readonly subnet: Subnet; readonly hops: readonly Hop[]; readonly acls: Check };
}

/** A public NAT gateway whose own subnet routes to an internet gateway (Amazon VPC User Guide, "NAT gateways"). */
export function throughNat(
  view: View,
  source: Source,
  packet: Packet,
  { nat, route }: Extract<Hop, { kind: 'nat-gateway' }>,
  table: Table | undefined,
): Check {
  const { deadEnd, ...check } = passage(view, source, packet, nat);
  if (deadEnd === undefined) return check;
  const { subnet, hops, acls } = deadEnd;
  const own = tableOf(view, subnet);
  const isPrivate = nat.connectivity === 'private';
  const say = (): string =>
    isPrivate
      ? `NAT gateway ${nameOf(nat)} is a private one: it leads to no internet gateway`
      : `NAT gateway ${nameOf(nat)} is in ${nameOf(subnet)}, whose route table does not lead to an internet gateway`;
  const fact = {
    id: 'NAT_WITHOUT_INTERNET',
    kind: 'CANNOT_ROUTE',
    truth: 'no',
    subject: nat.id,
    topic: nat.id,
    say,
  } as const;
  if (!isPublic(packet.at) || table === undefined) return fails(fact);
  // A table cannot lead both to the NAT gateway and past it: then it is the function's route that has to change.
  const isMendable = !isPrivate && typeof own !== 'string' && own.id !== table.id && hops[0]?.kind === 'none';
  if (isMendable) {
    const destination = everywhere(packet);
    const target: AmendedTarget = { kind: 'internet-gateway' };
    return every([
      fails({ ...fact, amendment: { kind: 'add-route', routeTable: own.id, destination, target } }),
      acls,
    ]);
  }
  const target = wayOut(view, source, packet, table);
  return fails({
    ...fact,
    amendment: { kind: 'replace-route', routeTable: table.id, destination: route, target },
  });
}

function passage(view: View, source: Source, packet: Packet, nat: NatGateway): Passage {
  const name = `NAT gateway ${nameOf(nat)}`;
  const { connectivity, availability, subnet: id } = nat;
  const doubt = (what: string): Check => doubtful('NAT_GATEWAY', nat.id, what);
  const unknown = [connectivity, availability, id].find(isUnknown);
  if (unknown !== undefined) return doubt(`${name} (${whyUnknown(unknown)})`);
  if (packet.at.family === 6) {
    return doubt(`whether ${name} leads to IPv6 addresses: it translates IPv6 to IPv4 (NAT64)`);
  }
  if (availability === 'regional') {
    // It comes with a route table of its own that leads to the internet gateway, and sits in no subnet.
    return isPublic(packet.at) ? HOLDS : doubt(`where ${name} sends private addresses`);
  }
  const subnet = typeof id === 'string' ? view.subnet(id) : undefined;
  if (subnet === undefined) return doubt(`the subnet of ${name}: it is not in the template`);
  const { hops } = lookUp(view, subnet, packet);
  const truth = agreed(hops.map((hop) => beyondNat(packet, nat, hop)));
  const acls = subnet.id === source.subnet.id ? HOLDS : natAcls(view, source, packet, subnet);
  if (truth === 'yes') return acls;
  if (truth === 'no') return { truth, facts: [], deadEnd: { subnet, hops, acls } };
  return every([doubt(`where the subnet ${nameOf(subnet)} of ${name} leads`), acls]);
}

function beyondNat({ at }: Packet, { connectivity }: NatGateway, hop: Hop): 'yes' | 'no' | 'unknown' {
  if (hop.kind === 'internet-gateway') return connectivity === 'public' && isPublic(at) ? 'yes' : 'no';
  return hop.kind === 'none' || hop.kind === 'nat-gateway' || hop.kind === 'egress-only-internet-gateway'
    ? 'no'
    : 'unknown';
}

/** The NAT gateway's subnet is entered, left, entered by the reply and left by the reply. */
function natAcls(view: View, source: Source, packet: Packet, subnet: Subnet): Check {
  return every([
    entering(view, subnet, from(source, packet, view), packet),
    crossing(view, subnet, packet, { isFrom: true }),
  ]);
}

/** What a route to the internet should lead to: a NAT gateway of the VPC that works, the zone's own first; or a new one. */
export function wayOut(view: View, source: Source, packet: Packet, table: Table): AmendedTarget {
  if (packet.at.family === 6) return { kind: 'egress-only-internet-gateway' };
  const vpc = known(source.subnet.vpc);
  const zone = known(source.subnet.availabilityZone);
  const works = view.network.natGateways.filter((nat) => {
    if (vpc === undefined || nat.vpc !== vpc) return false;
    const subnet = typeof nat.subnet === 'string' ? view.subnet(nat.subnet) : undefined;
    if (subnet !== undefined) {
      const own = tableOf(view, subnet);
      if (typeof own === 'string' || own.id === table.id) return false;
    }
    return passage(view, source, packet, nat).truth === 'yes';
  });
  const near = works.find(({ subnet }) => {
    const id = known(subnet);
    return id !== undefined && zone !== undefined && known(view.subnet(id)?.availabilityZone) === zone;
  });
  const id = (near ?? works[0])?.id;
  return id === undefined ? { kind: 'nat-gateway' } : { kind: 'nat-gateway', id };
}
