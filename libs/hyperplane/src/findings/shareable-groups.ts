import { addTo } from '../lists';
import { isUnknown, known, knownIds, nameOf } from '../maybe';
import type { LambdaFunction, Maybe, Network, SecurityGroup, SecurityGroupRule } from '../network';
import { isNowhere } from '../plan/holders';
import { counted, firstFew } from '../words';
import type { Finding } from './finding';

/** Functions of the same subnets, whose groups let out the same. */
interface Alike {
  readonly functions: LambdaFunction[];
  readonly groupSets: Map<string, string>;
  readonly subnets: number;
}

/**
 * Functions in the same subnets whose groups differ only by name: each set of groups takes an interface in each subnet,
 * and one set would do. That is what CDK makes of functions that are not told otherwise: a group each. Groups that a rule
 * of somebody else's tells apart (a database that lets in only one of them) are not alike.
 */
export function shareableGroups(network: Network): Finding[] {
  const groups = new Map(network.securityGroups.map((group) => [group.id, group]));
  const referrers = referrersOf(network);
  const texts = new Map<string, string | undefined>();
  const textOf = (id: string): string | undefined => {
    if (!texts.has(id)) texts.set(id, outwardText(groups.get(id), referrers.get(id) ?? []));
    return texts.get(id);
  };
  const alike = new Map<string, Alike>();
  for (const each of network.functions) {
    const config = known(each.vpcConfig);
    if (config === undefined || isNowhere(config)) continue;
    const { subnets, securityGroups } = config;
    if (isUnknown(subnets) || subnets.some(isUnknown)) continue;
    if (isUnknown(securityGroups) || securityGroups.some(isUnknown)) continue;
    const ids = knownIds(securityGroups).sort();
    const effect = ids.map(textOf);
    if (effect.length === 0 || effect.includes(undefined)) continue;
    const key = JSON.stringify([knownIds(subnets).sort(), [...new Set(effect)].sort()]);
    const same: Alike = alike.get(key) ?? {
      functions: [],
      groupSets: new Map(),
      subnets: knownIds(subnets).length,
    };
    same.functions.push(each);
    same.groupSets.set(JSON.stringify(ids), ids[0] ?? '');
    alike.set(key, same);
  }
  return [...alike.values()].flatMap(({ functions, groupSets, subnets }): Finding[] => {
    const [first] = functions;
    if (groupSets.size < 2 || first === undefined) return [];
    return [
      {
        id: 'ENI_NOT_SHARED',
        severity: 'warning',
        subject: first.id,
        message: `${firstFew(functions.map(nameOf))} could share: the same subnets, and groups that let out the same, yet ${groupSets.size} sets of security groups take ${counted(groupSets.size * subnets, 'interface')} where ${subnets} would do`,
        remedy: `give all of them one security group, such as ${nameOf(groups.get([...groupSets.values()][0] ?? '') ?? first)}`,
      },
    ];
  });
}

/** Which rules name a group, other than the group's own. */
function referrersOf(network: Network): Map<string, string[]> {
  const referrers = new Map<string, string[]>();
  for (const group of network.securityGroups) {
    const rules: [string, Maybe<readonly SecurityGroupRule[]>][] = [
      ['in', group.ingress],
      ['out', group.egress],
    ];
    for (const [direction, list] of rules) {
      for (const { peer, protocol, ports } of known(list) ?? []) {
        if (isUnknown(peer) || peer.kind !== 'security-group' || peer.id === group.id) continue;
        const text = JSON.stringify([group.id, direction, protocol, ports]);
        addTo(referrers, peer.id, text);
      }
    }
  }
  return referrers;
}

/** What a group lets out and who knows it by id, as text; undefined when that is not wholly known. */
function outwardText(group: SecurityGroup | undefined, referrers: readonly string[]): string | undefined {
  if (group === undefined || isUnknown(group.egress) || isUnknown(group.hasDefaultEgress)) return undefined;
  const rules = group.hasDefaultEgress
    ? ['all']
    : group.egress.map(({ protocol, ports, peer }) => JSON.stringify([protocol, ports, peer]));
  if (group.egress.some(({ protocol, ports, peer }) => [protocol, ports, peer].some(isUnknown)))
    return undefined;
  return JSON.stringify([[...new Set(rules)].sort(), [...new Set(referrers)].sort()]);
}
