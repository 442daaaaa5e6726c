import { isUnknown } from '../maybe';
import type { Ids, Maybe, Named, Network, VpcConfig } from '../network';

/**
 * The network before a change, with other ids for the subnets, groups and roles that the change replaces: in a template
 * the old one and the new one have the same id, in the account they are two.
 */
export function asReplaced(before: Network, after: Network): Network {
  const renamed = new Map<string, string>();
  const lists: [readonly Named[], readonly Named[]][] = [
    [before.subnets, after.subnets],
    [before.securityGroups, after.securityGroups],
    [before.roles, after.roles],
  ];
  for (const [old, next] of lists) {
    const texts = new Map(next.map(({ id, replacedBy }) => [id, replacedBy]));
    for (const { id, replacedBy } of old) {
      const text = texts.get(id);
      if (text !== undefined && replacedBy !== undefined && text !== replacedBy)
        renamed.set(id, `${id} (before)`);
    }
  }
  if (renamed.size === 0) return before;

  const one = (id: string): string => renamed.get(id) ?? id;
  const maybe = (id: Maybe<string>): Maybe<string> => (isUnknown(id) ? id : one(id));
  const ids = (all: Ids): Ids => (isUnknown(all) ? all : all.map(maybe));
  const itself = <T extends Named>(each: T): T => ({ ...each, id: one(each.id) });
  const config = <T extends { readonly vpcConfig?: Maybe<VpcConfig> }>(each: T): T => {
    const { vpcConfig } = each;
    if (vpcConfig === undefined || isUnknown(vpcConfig)) return each;
    const { subnets, securityGroups } = vpcConfig;
    return {
      ...each,
      vpcConfig: { ...vpcConfig, subnets: ids(subnets), securityGroups: ids(securityGroups) },
    };
  };
  return {
    ...before,
    subnets: before.subnets.map(itself),
    securityGroups: before.securityGroups.map(itself),
    roles: before.roles.map(itself),
    natGateways: before.natGateways.map((nat) =>
      nat.subnet === undefined ? nat : { ...nat, subnet: maybe(nat.subnet) },
    ),
    endpoints: before.endpoints.map((each) => ({ ...each, subnets: ids(each.subnets) })),
    resources: before.resources.map((each) => ({ ...each, subnets: ids(each.subnets) })),
    functions: before.functions.map((each) => ({ ...config(each), role: maybe(each.role) })),
    publishedVersions: before.publishedVersions.map(config),
    eventSourceMappings: before.eventSourceMappings.map(config),
  };
}
