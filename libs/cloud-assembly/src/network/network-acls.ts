import type { NetworkAcl, NetworkAclEntry, Subnet, Unplaced } from '@furl/hyperplane';

import { blockOf, portsOf } from './blocks';
import type { Part } from './part';
import type { Parts } from './parts';
import { unplaced } from './unplaced';

/** Protocol numbers that rules of groups have names for. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['6', 'tcp'],
  ['17', 'udp'],
  ['1', 'icmp'],
  ['58', 'icmpv6'],
]);

/** Reads every AWS::EC2::NetworkAcl with its entries, and the default one of a VPC where the template speaks of it. */
export function readNetworkAcls(
  parts: Parts,
  subnets: readonly Subnet[],
  report: (unplaced: Unplaced) => void,
): readonly NetworkAcl[] {
  const entries = new Map<string, NetworkAclEntry[]>();
  for (const part of parts.of('AWS::EC2::NetworkAclEntry')) {
    const acl = part.text('NetworkAclId');
    if (typeof acl !== 'string') report(unplaced('network-acl-entry', part, acl));
    else entries.set(acl, [...(entries.get(acl) ?? []), readEntry(part)]);
  }
  const used = new Set(subnets.map(({ networkAcl }) => networkAcl));
  const own = parts.of('AWS::EC2::NetworkAcl').map((part) => ({
    ...part.named(),
    replacedBy: part.fingerprint('VpcId'),
    vpc: part.text('VpcId') ?? part.unknown(['VpcId'], [], 'it names no VPC'),
    isDefault: false,
    entries: entries.get(part.id) ?? [],
  }));
  const defaults = parts.of('AWS::EC2::VPC').flatMap((vpc) => {
    const id = vpc.attribute('DefaultNetworkAcl') ?? '';
    if (!used.has(id) && !entries.has(id)) return [];
    const name = `default ACL of ${vpc.named().name}`;
    return [{ id, name, vpc: vpc.id, isDefault: true, entries: entries.get(id) ?? [] }];
  });
  return [...own, ...defaults];
}

function readEntry(part: Part): NetworkAclEntry {
  const number = part.text('Protocol') ?? part.unknown(['Protocol'], [], 'it has no protocol');
  const protocol = typeof number === 'string' ? (NAMES.get(number) ?? number) : number;
  const ports = portsOf(part, protocol, ['PortRange', 'From'], ['PortRange', 'To']);
  return {
    path: part.path,
    ruleNumber: part.number('RuleNumber') ?? part.unknown(['RuleNumber'], [], 'it has no number'),
    egress: part.flag(false, 'Egress'),
    action:
      part.uncertain ??
      part.word(['allow', 'deny'], 'RuleAction') ??
      part.unknown(['RuleAction'], [], 'it has no action'),
    protocol,
    ...(ports === undefined ? {} : { ports }),
    block: blockOf(part, 'CidrBlock', 'Ipv6CidrBlock') ?? part.unknown([], [], 'it names no addresses'),
  };
}
