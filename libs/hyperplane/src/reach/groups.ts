import { covers, cut, isPublic } from '../address-space';
import { isUnknown, known, knownIds, nameOf, unknownIds, whyUnknown } from '../maybe';
import type { Ids, Peer, PortRange, SecurityGroup, SecurityGroupRule } from '../network';
import { listed } from '../words';
import { isServiceList, ownId, vpcOfOwnId } from './amendment';
import { type Check, doubtful, fails, HOLDS } from './fact';
import { includesPorts, isProtocol, type Packet, portsText } from './packet';
import { agreed, all, any, type Truth } from './truth';
import type { View } from './view';

/**
 * Whether the groups of a function let it out: the rules of all of them together are what is allowed, and nothing denies
 * (Amazon VPC User Guide, "Security group rules"). What a function's group lets in does not matter.
 */
export function letsOut(view: View, groups: Ids, packet: Packet): Check {
  const ids = knownIds(groups);
  const truths: Truth[] = unknownIds(groups).map(() => 'unknown');
  for (const id of ids) truths.push(groupLetsOut(view, groupOf(view, id), packet));
  const truth = any(truths);
  if (truth === 'yes') return HOLDS;
  const names = listed(ids.map((id) => groupName(view, id)));
  if (truth === 'unknown') {
    const why = [
      ...unknownIds(groups).map(whyUnknown),
      ...ids.flatMap((id) => whyDoubtful(view, id, 'egress') ?? []),
    ];
    const reason = why.length === 0 ? 'a rule’s peer is not known' : why.join('; ');
    return doubtful('GROUP_EGRESS', ids.join(), `whether ${names || 'its groups'} let it out (${reason})`);
  }
  const [first] = ids;
  const what = `${portsText(packet.protocol, packet.asked)} to ${peerText(view, packet.peer)}`;
  return fails({
    id: 'GROUP_EGRESS',
    kind: 'ENI_SG_RULES_MISMATCH',
    truth: 'no',
    subject: ids.join(),
    topic: `${names} ${what}`,
    say: () => (first === undefined ? 'it has no security group' : `no rule of ${names} lets out ${what}`),
    ...(first !== undefined && {
      amendment: {
        kind: 'add-egress-rule' as const,
        securityGroup: first,
        peer: packet.peer,
        protocol: packet.protocol,
        ports: packet.asked,
      },
    }),
  });
}

/** Whether the groups of a target let in what comes from an interface of this subnet with these groups. */
export function letsIn(
  view: View,
  groups: Ids,
  source: { readonly at: Packet['at'] | undefined; readonly groups: Ids; readonly peer: Peer },
  { ports, asked, protocol }: Pick<Packet, 'ports' | 'asked' | 'protocol'>,
): Check {
  const ids = knownIds(groups);
  const rules = ids.map((id) => groupOf(view, id)?.ingress);
  const borders = rules
    .flatMap((list) => known(list) ?? [])
    .flatMap(({ peer }) => (isUnknown(peer) || !('cidr' in peer) ? [] : (view.block(peer.cidr) ?? [])));
  // The interface may have any address of its subnet.
  const places = source.at === undefined ? [undefined] : cut(source.at, borders);
  const truth = agreed(
    places.map((at) => {
      const from = { at, groups: source.groups, isLiteral: true, ports, protocol };
      const unknown = unknownIds(groups).map((): Truth => 'unknown');
      return any([...unknown, ...rules.map((list) => anyRule(view, list, from))]);
    }),
  );
  if (truth === 'yes') return HOLDS;
  const names = listed(ids.map((id) => groupName(view, id)));
  if (truth === 'unknown') {
    const why = [
      ...unknownIds(groups).map(whyUnknown),
      ...ids.flatMap((id) => whyDoubtful(view, id, 'ingress') ?? []),
    ];
    const reason = why.length === 0 ? 'it may be let in from a part of the subnet' : why.join('; ');
    return doubtful('GROUP_INGRESS', ids.join(), `whether ${names || 'its groups'} let it in (${reason})`);
  }
  const [first] = ids;
  const what = `${portsText(protocol, asked)} from ${peerText(view, source.peer)}`;
  return fails({
    id: 'GROUP_INGRESS',
    kind: 'ENI_SG_RULES_MISMATCH',
    truth: 'no',
    subject: ids.join(),
    topic: `${names} ${what}`,
    say: () => `no rule of ${names} lets in ${what}`,
    ...(first !== undefined && {
      amendment: {
        kind: 'add-ingress-rule' as const,
        securityGroup: first,
        peer: source.peer,
        protocol,
        ports: asked,
      },
    }),
  });
}

/** A group of the template, or the default group that AWS makes with a VPC: its members may talk to each other. */
export function groupOf(view: View, id: string): SecurityGroup | undefined {
  const listedGroup = view.group(id);
  const vpc = vpcOfOwnId('default-security-group', id);
  if (listedGroup !== undefined || vpc === undefined) return listedGroup;
  return {
    id,
    vpc,
    isDefault: true,
    hasDefaultEgress: true,
    egress: [],
    ingress: [{ protocol: '-1', peer: { kind: 'security-group', id } }],
  };
}

/** The groups of an endpoint or a resource: those that it names, or the VPC's default group. */
export function groupsOrDefault(view: View, groups: Ids, vpc: string): Ids {
  if (isUnknown(groups) || groups.length > 0) return groups;
  const own = view.network.securityGroups.find((group) => group.isDefault === true && group.vpc === vpc);
  return [own?.id ?? ownId('default-security-group', vpc)];
}

/** `outbound-vpc-sg`, `10.0.0.0/16`, `the prefix list of s3`. */
export function peerText(view: View, peer: Peer): string {
  if (peer.kind === 'security-group') return groupName(view, peer.id);
  if (peer.kind !== 'prefix-list') return peer.cidr;
  const service = view.prefixList(peer.id)?.service;
  if (service !== undefined) return `the prefix list of ${service}`;
  return isServiceList(peer.id) ? `the ${peer.id}` : peer.id;
}

/** What is on the other side of a rule. */
interface Opposite {
  readonly at: Packet['at'] | undefined;
  readonly ports: PortRange;
  readonly protocol: 'tcp' | 'udp';
  readonly isLiteral: boolean;
  readonly groups?: Ids;
  readonly service?: string;
}

function groupLetsOut(view: View, group: SecurityGroup | undefined, packet: Packet): Truth {
  if (group === undefined || isUnknown(group.hasDefaultEgress)) {
    return group === undefined ? 'unknown' : any(['unknown', anyRule(view, group.egress, packet)]);
  }
  if (group.hasDefaultEgress) return 'yes';
  const lost = known(group.vpc) === undefined ? undefined : view.unplaced('egress-rule', known(group.vpc));
  return any([anyRule(view, group.egress, packet), lost === undefined ? 'no' : 'unknown']);
}

function anyRule(view: View, rules: SecurityGroup['egress'] | undefined, opposite: Opposite): Truth {
  if (rules === undefined || isUnknown(rules)) return 'unknown';
  return any(rules.map((rule) => ruleMatches(view, rule, opposite)));
}

function ruleMatches(view: View, { protocol, ports, peer }: SecurityGroupRule, opposite: Opposite): Truth {
  if (!isUnknown(protocol) && !isProtocol(protocol, opposite.protocol)) return 'no';
  const hasPorts = isUnknown(protocol) || !['-1', 'all'].includes(protocol.toLowerCase());
  const portsMatch = isUnknown(ports)
    ? 'unknown'
    : includesPorts(hasPorts ? ports : undefined, opposite.ports)
      ? 'yes'
      : 'no';
  return all([
    isUnknown(protocol) ? 'unknown' : 'yes',
    hasPorts ? portsMatch : 'yes',
    isUnknown(peer) ? 'unknown' : peerMatches(view, peer, opposite),
  ]);
}

function peerMatches(view: View, peer: Peer, { at, groups, service, isLiteral }: Opposite): Truth {
  if (peer.kind === 'security-group') {
    // A public address has no security group; of a private one it is not known, unless the interface is.
    if (groups === undefined) return isLiteral && (at === undefined || !isPublic(at)) ? 'unknown' : 'no';
    if (knownIds(groups).includes(peer.id)) return 'yes';
    return unknownIds(groups).length > 0 ? 'unknown' : 'no';
  }
  if (peer.kind === 'prefix-list') {
    const list = view.prefixList(peer.id);
    if (list === undefined) return 'unknown';
    if (service !== undefined && list.service === service) return 'yes';
    if (isUnknown(list.entries)) {
      // The list of a service has public addresses only, and no name but the service's stands for one.
      const mayBe = list.service === undefined || at === undefined || (isLiteral && isPublic(at));
      return mayBe ? 'unknown' : 'no';
    }
    return any(list.entries.map((entry) => inBlock(view, entry, at)));
  }
  return inBlock(view, peer.cidr, at);
}

function inBlock(view: View, cidr: Parameters<View['block']>[0], at: Packet['at'] | undefined): Truth {
  const block = view.block(cidr);
  if (block === undefined) return 'unknown';
  if (at === undefined) return block.prefix === 0 ? 'yes' : 'unknown';
  return covers(block, at) ? 'yes' : 'no';
}

function whyDoubtful(view: View, id: string, direction: 'egress' | 'ingress'): string | undefined {
  const group = groupOf(view, id);
  if (group === undefined) return `security group ${id} is not in the template`;
  const rules = group[direction];
  if (isUnknown(rules)) return whyUnknown(rules);
  if (direction === 'egress' && isUnknown(group.hasDefaultEgress)) return whyUnknown(group.hasDefaultEgress);
  const parts = rules.flatMap(({ protocol, ports, peer }) => [protocol, ports, peer].filter(isUnknown));
  if (parts[0] !== undefined) return whyUnknown(parts[0]);
  const lists = rules.flatMap(({ peer }) =>
    !isUnknown(peer) && peer.kind === 'prefix-list' ? [peer.id] : [],
  );
  return lists.length > 0 ? `the entries of ${listed(lists)} are not in the template` : undefined;
}

function groupName(view: View, id: string): string {
  const group = view.group(id);
  if (group !== undefined) return nameOf(group);
  const vpc = vpcOfOwnId('default-security-group', id);
  return vpc === undefined ? id : `the default security group of ${view.nameOf(view.vpc, vpc)}`;
}
