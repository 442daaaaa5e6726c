import { known, type Maybe, type Peer, type SecurityGroup, type SecurityGroupRule } from '@furl/hyperplane';
import type { ApiCall, ApiResult } from '../../operation';
import { describe } from './describe';
import { ec2Arn } from './naming';
import { regionNetwork } from '../../region-network';
import type { IdKind } from './resource-ids';

/** Filters on the rules of one side. */
function ruleFilters(prefix: string, member: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [
      ['cidr', 'ipRanges.cidrIp'],
      ['from-port', 'fromPort'],
      ['group-id', 'groups.groupId'],
      ['ipv6-cidr', 'ipv6Ranges.cidrIpv6'],
      ['prefix-list-id', 'prefixListIds.prefixListId'],
      ['protocol', 'ipProtocol'],
      ['to-port', 'toPort'],
      ['user-id', 'groups.userId'],
    ].map(([name, path]) => [`${prefix}ip-permission.${name}`, `${member}.${path}`]),
  );
}

/** How EC2 speaks of the ids of security groups. */
export const GROUP_IDS: IdKind = {
  parameter: 'GroupId',
  noun: 'security group',
  notFound: 'InvalidGroup.NotFound',
  malformed: { code: 'InvalidGroupId.Malformed', prefix: 'sg-' },
};

/** The security groups of the templates, with the rules that they have as far as the templates tell. */
export const describeSecurityGroups = describe({
  name: 'DescribeSecurityGroups',
  set: 'securityGroupInfo',
  ids: { ...GROUP_IDS, member: 'groupId' },
  pages: { least: 5, most: 1000 },
  filters: {
    'group-id': 'groupId',
    'group-name': 'groupName',
    'owner-id': 'ownerId',
    'vpc-id': 'vpcId',
    ...ruleFilters('', 'ipPermissions'),
    ...ruleFilters('egress.', 'ipPermissionsEgress'),
  },
  untoldFilters: [
    'description',
    'ip-permission.group-name',
    'egress.ip-permission.group-name',
    'tag:',
    'tag-key',
  ],
  resources: (call) => regionNetwork(call)?.securityGroups.map((group) => described(group, call)) ?? [],
});

const EVERYTHING: SecurityGroupRule = { protocol: '-1', peer: { kind: 'ipv4', cidr: '0.0.0.0/0' } };

function described(group: SecurityGroup, call: ApiCall): ApiResult {
  const { accountId } = call.principal;
  return {
    groupId: group.id,
    groupName: group.isDefault ? 'default' : group.name,
    ownerId: accountId,
    vpcId: known(group.vpc),
    securityGroupArn: ec2Arn(call, `security-group/${group.id}`),
    ipPermissions: permissions(rulesOf(group.ingress), accountId),
    ipPermissionsEgress: permissions(
      [...(group.hasDefaultEgress === true ? [EVERYTHING] : []), ...rulesOf(group.egress)],
      accountId,
    ),
    tagSet: [],
  };
}

function rulesOf(rules: Maybe<readonly SecurityGroupRule[]>): readonly SecurityGroupRule[] {
  return 'unknown' in rules ? [] : rules;
}

/** Rules of the same protocol and ports are one permission. Of what is not known nothing can be shown. */
function permissions(rules: readonly SecurityGroupRule[], userId: string): readonly ApiResult[] {
  const byPorts = new Map<string, { readonly ports: ApiResult; readonly peers: Peer[] }>();
  for (const { protocol, ports, peer } of rules) {
    if (typeof protocol !== 'string' || 'unknown' in peer) continue;
    const range = portsOf(protocol, ports);
    if (range === undefined) continue;
    const key = JSON.stringify(range);
    const same = byPorts.get(key);
    if (same === undefined) byPorts.set(key, { ports: range, peers: [peer] });
    else same.peers.push(peer);
  }
  return [...byPorts.values()].map(({ ports, peers }) => ({
    ...ports,
    groups: peers.flatMap((peer) => (peer.kind === 'security-group' ? [{ groupId: peer.id, userId }] : [])),
    ipRanges: peers.flatMap((peer) => (peer.kind === 'ipv4' ? [{ cidrIp: peer.cidr }] : [])),
    ipv6Ranges: peers.flatMap((peer) => (peer.kind === 'ipv6' ? [{ cidrIpv6: peer.cidr }] : [])),
    prefixListIds: peers.flatMap((peer) => (peer.kind === 'prefix-list' ? [{ prefixListId: peer.id }] : [])),
  }));
}

function portsOf(ipProtocol: string, ports: SecurityGroupRule['ports']): ApiResult | undefined {
  if (ports === undefined) return { ipProtocol };
  return 'unknown' in ports ? undefined : { ipProtocol, fromPort: ports.from, toPort: ports.to };
}
