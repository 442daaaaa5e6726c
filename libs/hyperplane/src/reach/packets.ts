import {
  type Block,
  covers,
  cut,
  everywhereIn,
  type Family,
  publicBorders,
  publicRanges,
  type Range,
  textOf,
} from '../address-space';
import { isUnknown, known, knownIds } from '../maybe';
import type { AddressBlock, Ids, Peer, PortRange, SecurityGroup } from '../network';
import { serviceListId } from './amendment';
import { groupOf } from './groups';
import { cutPorts, type Packet } from './packet';
import { GATEWAY_SERVICES } from './services';
import type { View } from './view';

/** Every public address of a family, on one port: what a name may stand for. */
export function publicPackets(
  view: View,
  groups: Ids,
  family: Family,
  { port, service, protocol = 'tcp' }: { port: number; service?: string; protocol?: 'tcp' | 'udp' },
): Packet[] {
  const block: AddressBlock = { kind: family === 4 ? 'ipv4' : 'ipv6', cidr: everywhereIn(family) };
  const peer: Peer =
    service !== undefined && GATEWAY_SERVICES.has(service) && family === 4
      ? { kind: 'prefix-list', id: listIdOf(view, service) }
      : block;
  const borders = [...view.blocks, ...groupBorders(view, groups)];
  const ports = { from: port, to: port };
  const own = view.network.vpcs
    .flatMap(({ cidrBlocks, ipv6CidrBlocks }) => [...cidrBlocks, ...ipv6CidrBlocks])
    .flatMap((text) => view.block(text) ?? []);
  return publicRanges(family)
    .flatMap((range) => cut(range, borders))
    .filter(isFirstOfItsKind(borders))
    .filter(
      (at) => !own.some((mine) => mine.family === family && mine.first <= at.first && at.last <= mine.last),
    )
    .map((at) => ({
      at,
      ports,
      asked: ports,
      protocol,
      block,
      peer,
      isLiteral: false,
      ...(service !== undefined && { service }),
    }));
}

/** Every address of a block, on these ports, cut where anything in the network may make a difference. */
export function blockPackets(
  view: View,
  groups: Ids,
  block: Block,
  { ports, protocol = 'tcp' }: { ports: PortRange; protocol?: 'tcp' | 'udp' },
): Packet[] {
  const asked: AddressBlock = { kind: block.family === 4 ? 'ipv4' : 'ipv6', cidr: textOf(block) };
  return pieces(view, groups, block, ports).map(({ at, part }) => {
    return { at, ports: part, asked: ports, protocol, block: asked, peer: asked, isLiteral: true };
  });
}

/** The pieces of addresses and ports between which neither the network nor the rules of these groups draw a border. */
export function pieces(
  view: View,
  groups: Ids,
  range: Range,
  ports: PortRange,
): { readonly at: Range; readonly part: PortRange }[] {
  const isOne = range.first === range.last;
  const ranges = isOne
    ? [range]
    : cut(range, [...publicBorders(), ...view.blocks, ...groupBorders(view, groups)]);
  const parts = cutPorts(ports, ports.from === ports.to ? [] : portBorders(view, groups));
  return ranges.flatMap((at) => parts.map((part) => ({ at, part })));
}

/** What the same blocks cover is the same to the network: one piece stands for all of them. */
function isFirstOfItsKind(borders: readonly Range[]): (at: Range) => boolean {
  const seen = new Set<string>();
  return (at) => {
    const kind = borders.map((block) => (covers(block, at) ? '1' : '0')).join('');
    const isFirst = !seen.has(kind);
    seen.add(kind);
    return isFirst;
  };
}

function rulesOf(view: View, groups: Ids): Exclude<SecurityGroup['egress'], { unknown: string }> {
  return knownIds(groups).flatMap((id) => {
    const group = groupOf(view, id);
    return [...(known(group?.egress) ?? []), ...(known(group?.ingress) ?? [])];
  });
}

function groupBorders(view: View, groups: Ids): Range[] {
  return rulesOf(view, groups).flatMap(({ peer }) => {
    if (isUnknown(peer) || peer.kind === 'prefix-list' || peer.kind === 'security-group') return [];
    return view.block(peer.cidr) ?? [];
  });
}

function portBorders(view: View, groups: Ids): PortRange[] {
  const rules = rulesOf(view, groups).flatMap(({ ports }) => known(ports) ?? []);
  const entries = view.network.networkAcls
    .flatMap((acl) => known(acl.entries) ?? [])
    .flatMap(({ ports }) => known(ports) ?? []);
  return [...rules, ...entries];
}

function listIdOf(view: View, service: string): string {
  return view.network.prefixLists.find((list) => list.service === service)?.id ?? serviceListId(service);
}
