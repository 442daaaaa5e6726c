import { covers, cut, overlaps, type Range } from '../address-space';
import { isUnknown, known, nameOf, whyUnknown } from '../maybe';
import type { AddressBlock, NetworkAclEntry, PortRange, Subnet } from '../network';
import { type Check, doubtful, fails, HOLDS } from './fact';
import { cutPorts, includesPorts, isProtocol, portsText } from './packet';
import type { Truth } from './truth';
import type { View } from './view';

/** Traffic that crosses the border of a subnet, one way. */
export interface Crossing {
  /** Out of the subnet, or into it. */
  readonly egress: boolean;
  /** Where it goes to, or comes from; undefined when that is not known. */
  readonly far: Range | undefined;
  /** The destination's ports. */
  readonly ports: PortRange;
  /** The ports that an entry would name that lets it through. */
  readonly asked: PortRange;
  readonly protocol: 'tcp' | 'udp';
  /** The block that an entry would name that lets it through. */
  readonly block: AddressBlock;
}

/**
 * Whether a subnet's network ACL lets all of it through. ACLs are stateless: who asks has to ask for each direction
 * (Amazon VPC User Guide, "Network ACLs").
 */
export function aclLets(view: View, subnet: Subnet, crossing: Crossing): Check {
  const vpc = known(subnet.vpc);
  const name = nameOf(subnet);
  const { networkAcl } = subnet;
  if (isUnknown(networkAcl))
    return doubtful('NETWORK_ACL', subnet.id, `the network ACL of ${name} (${whyUnknown(networkAcl)})`);
  const lost = networkAcl === undefined ? view.unplaced('network-acl-association', vpc) : undefined;
  if (lost !== undefined)
    return doubtful('NETWORK_ACL', subnet.id, `the network ACL of ${name} (${whyUnknown(lost)})`);
  const acl =
    networkAcl === undefined
      ? view.network.networkAcls.find((each) => each.isDefault && each.vpc === vpc)
      : view.networkAcl(networkAcl);
  if (acl === undefined) {
    // AWS's own default ACL allows everything; only one that is named and is not there is not known.
    if (networkAcl === undefined) return HOLDS;
    return doubtful(
      'NETWORK_ACL',
      networkAcl,
      `network ACL ${networkAcl} of ${name}: it is not in the template`,
    );
  }
  const { entries } = acl;
  if (isUnknown(entries))
    return doubtful('NETWORK_ACL', acl.id, `network ACL ${nameOf(acl)} (${whyUnknown(entries)})`);
  const unknownEntry = view.unplaced('network-acl-entry', vpc);
  const truth = unknownEntry === undefined ? judge(view, entries, acl.isDefault, crossing) : 'unknown';
  if (truth === 'yes') return HOLDS;
  const what = `${portsText(crossing.protocol, crossing.asked)} ${crossing.egress ? 'to' : 'from'} ${crossing.block.cidr}`;
  if (truth === 'unknown') {
    return doubtful(
      'NETWORK_ACL',
      acl.id,
      `whether network ACL ${nameOf(acl)} lets all of ${what} ${crossing.egress ? 'out' : 'in'}`,
    );
  }
  return fails({
    id: crossing.egress ? 'ACL_OUTBOUND' : 'ACL_INBOUND',
    kind: 'SUBNET_ACL_RESTRICTION',
    truth: 'no',
    subject: acl.id,
    topic: what,
    say: (where) =>
      `network ACL ${nameOf(acl)} lets ${what} not ${crossing.egress ? 'out of' : 'into'} ${subnetWord(where, name)}`,
    amendment: {
      kind: 'add-network-acl-entry',
      networkAcl: acl.id,
      egress: crossing.egress,
      block: crossing.block,
      protocol: crossing.protocol,
      ports: crossing.asked,
    },
  });
}

/** The ACL may be another subnet's than the function's: that of the NAT gateway or of the target. */
function subnetWord(where: string, name: string): string {
  return where.includes(name) || where.startsWith('both') || where.startsWith('all ') ? where : name;
}

/** Yes if all of it passes, no if nothing does, unknown if a part of it or not certainly. */
function judge(
  view: View,
  entries: readonly NetworkAclEntry[],
  isDefault: boolean,
  { egress, far, ports, protocol }: Crossing,
): Truth {
  const mine = entries.filter((entry) => isUnknown(entry.egress) || entry.egress === egress);
  const sorted = [...mine].sort((a, b) => (known(a.ruleNumber) ?? 0) - (known(b.ruleNumber) ?? 0));
  const blocks = sorted.flatMap(({ block }) => view.block(known(block)?.cidr) ?? []);
  const portBorders = sorted.flatMap((entry) => known(entry.ports) ?? []);
  const verdicts = new Set<Truth>();
  for (const piece of far === undefined ? [undefined] : cut(far, blocks)) {
    for (const part of cutPorts(ports, portBorders)) {
      verdicts.add(decide(view, sorted, isDefault, { at: piece, ports: part, protocol }));
    }
  }
  const [only] = verdicts;
  return verdicts.size === 1 && only !== undefined ? only : 'unknown';
}

interface Piece {
  readonly at: Range | undefined;
  readonly ports: PortRange;
  readonly protocol: 'tcp' | 'udp';
}

/** The first entry by number that matches decides. One of which not all is known may or may not match. */
function decide(view: View, sorted: readonly NetworkAclEntry[], isDefault: boolean, piece: Piece): Truth {
  const doubts: NetworkAclEntry['action'][] = [];
  const settle = (action: NetworkAclEntry['action']): Truth => {
    if (isUnknown(action) || doubts.some((doubt) => doubt !== action)) return 'unknown';
    return action === 'allow' ? 'yes' : 'no';
  };
  for (const entry of sorted) {
    // AWS's own rules of a default ACL have the numbers 100 and 101 and allow everything.
    if (isDefault && (known(entry.ruleNumber) ?? 0) > 100) break;
    const matches = entryMatches(view, entry, piece);
    if (matches === 'yes' && !isUnknown(entry.ruleNumber) && !isUnknown(entry.egress))
      return settle(entry.action);
    if (matches !== 'no') doubts.push(entry.action);
  }
  return settle(isDefault ? 'allow' : 'deny');
}

function entryMatches(view: View, { protocol, ports, block }: NetworkAclEntry, piece: Piece): Truth {
  if (!isUnknown(protocol) && !isProtocol(protocol, piece.protocol)) return 'no';
  const hasPorts = isUnknown(protocol) || protocol !== '-1';
  if (hasPorts && !isUnknown(ports) && !includesPorts(ports, piece.ports)) return 'no';
  const far = view.block(known(block)?.cidr);
  if (far !== undefined && piece.at !== undefined && !overlaps(far, piece.at)) return 'no';
  const isCertain =
    !isUnknown(protocol) &&
    !(hasPorts && isUnknown(ports)) &&
    far !== undefined &&
    (piece.at === undefined ? far.prefix === 0 : covers(far, piece.at));
  return isCertain ? 'yes' : 'unknown';
}
