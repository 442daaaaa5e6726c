import type { Maybe, Peer, SecurityGroup, SecurityGroupRule, Unknown, Unplaced } from '@furl/hyperplane';

import { blockOf, portsOf } from './blocks';
import { isList, isUnknown, type Fields } from './fields';
import type { Part } from './part';
import type { Parts } from './parts';
import { unplaced } from './unplaced';

type Rules = Map<string, SecurityGroupRule[]>;

/**
 * Reads every AWS::EC2::SecurityGroup with its rules, wherever they stand, and the default group of every VPC that has
 * rules in the template or is used.
 *
 * @param used ids of groups that somebody has
 */
export function readSecurityGroups(
  parts: Parts,
  used: ReadonlySet<string>,
  report: (unplaced: Unplaced) => void,
): readonly SecurityGroup[] {
  const egress = separateRules(parts, 'Egress', report);
  const ingress = separateRules(parts, 'Ingress', report);
  const own = parts.of('AWS::EC2::SecurityGroup').map((part) => readGroup(part, egress, ingress));
  return [...own, ...defaultGroups(parts, used, egress, ingress)];
}

function readGroup(part: Part, egress: Rules, ingress: Rules): SecurityGroup {
  const rulesOut = inlineRules(part, 'SecurityGroupEgress', 'Destination');
  const rulesIn = inlineRules(part, 'SecurityGroupIngress', 'Source');
  const { id } = part;
  return {
    ...part.named(part.text('GroupName')),
    replacedBy: part.fingerprint('GroupName', 'GroupDescription', 'VpcId'),
    vpc:
      part.text('VpcId') ??
      part.unknown(['VpcId'], [], "it names no VPC: it is in the account's default one"),
    hasDefaultEgress: hasDefaultEgress(part, rulesOut, egress.has(id)),
    egress: isList(rulesOut) ? [...rulesOut, ...(egress.get(id) ?? [])] : rulesOut,
    ingress: isList(rulesIn) ? [...rulesIn, ...(ingress.get(id) ?? [])] : rulesIn,
  };
}

/** An empty list leaves AWS's own rule as it is, which is why CDK writes one that matches nothing. */
function hasDefaultEgress(
  part: Part,
  rules: readonly SecurityGroupRule[] | Unknown,
  hasSeparate: boolean,
): Maybe<boolean> {
  if (!isList(rules)) return rules;
  if (rules.length > 0) return false;
  if (!hasSeparate) return true;
  const why =
    "whether CloudFormation takes AWS's own rule away when rules are separate resources is not documented";
  return part.unknown(['SecurityGroupEgress'], [], why);
}

function inlineRules(
  part: Part,
  property: string,
  side: 'Source' | 'Destination',
): readonly SecurityGroupRule[] | Unknown {
  const elements = part.elements(property);
  return isList(elements) ? elements.map((element) => readRule(element, side)) : elements;
}

/** The rules of AWS::EC2::SecurityGroupEgress or Ingress, by the id of their group. */
function separateRules(
  parts: Parts,
  kind: 'Egress' | 'Ingress',
  report: (unplaced: Unplaced) => void,
): Rules {
  const rules: Rules = new Map();
  for (const part of parts.of(`AWS::EC2::SecurityGroup${kind}`)) {
    const group = part.text('GroupId') ?? part.text('GroupName');
    if (typeof group !== 'string') {
      report(unplaced(kind === 'Egress' ? 'egress-rule' : 'ingress-rule', part, group));
      continue;
    }
    const rule = readRule(part, kind === 'Egress' ? 'Destination' : 'Source');
    const sure = part.uncertain === undefined ? rule : { ...rule, peer: part.uncertain };
    const same = rules.get(group);
    if (same === undefined) rules.set(group, [sure]);
    else same.push(sure);
  }
  return rules;
}

function readRule(fields: Fields, side: 'Source' | 'Destination'): SecurityGroupRule {
  const given = fields.text('IpProtocol') ?? '-1';
  const protocol = typeof given === 'string' ? given.toLowerCase() : given;
  const ports = portsOf(fields, protocol, ['FromPort'], ['ToPort']);
  return {
    path: fields.scope.path,
    protocol,
    ...(ports === undefined ? {} : { ports }),
    peer: peerOf(fields, side),
  };
}

function peerOf(fields: Fields, side: 'Source' | 'Destination'): Maybe<Peer> {
  const block = blockOf(fields, 'CidrIp', 'CidrIpv6');
  if (block !== undefined) return block;
  const list = fields.text(`${side}PrefixListId`);
  if (isUnknown(list)) return list;
  if (list !== undefined) return { kind: 'prefix-list', id: list };
  const group = fields.text(`${side}SecurityGroupId`) ?? fields.text(`${side}SecurityGroupName`);
  if (isUnknown(group)) return group;
  if (group !== undefined) return { kind: 'security-group', id: group };
  return fields.unknown([], [], 'whom the rule speaks of is not understood');
}

/** The group that AWS makes with a VPC: its members may talk to each other, and out to everybody. */
function defaultGroups(
  parts: Parts,
  used: ReadonlySet<string>,
  egress: Rules,
  ingress: Rules,
): readonly SecurityGroup[] {
  // CDK's custom resource takes the rules of the default group away.
  const emptied = new Set(
    parts.of('Custom::VpcRestrictDefaultSG').map((part) => part.text('DefaultSecurityGroupId')),
  );
  return parts.of('AWS::EC2::VPC').flatMap((vpc) => {
    const id = vpc.attribute('DefaultSecurityGroup') ?? '';
    const isEmptied = emptied.has(id);
    if (!isEmptied && !used.has(id) && !egress.has(id) && !ingress.has(id)) return [];
    const members: SecurityGroupRule = { protocol: '-1', peer: { kind: 'security-group', id } };
    return [
      {
        id,
        name: `default group of ${vpc.named().name}`,
        vpc: vpc.id,
        isDefault: true,
        hasDefaultEgress: !isEmptied,
        egress: egress.get(id) ?? [],
        ingress: [...(isEmptied ? [] : [members]), ...(ingress.get(id) ?? [])],
      },
    ];
  });
}
