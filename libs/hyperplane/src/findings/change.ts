import { addTo } from '../lists';
import { known, knownIds, nameOf } from '../maybe';
import type { LambdaFunction, Named, Network, VpcConfig } from '../network';
import { holderConfigs } from '../plan/holders';
import type { Layout } from '../plan/plan';
import { counted, firstFew } from '../words';
import type { Finding } from './finding';
import { inVpc } from './size';

/** The plans of a change. */
interface Layouts {
  readonly before: Layout;
  readonly after: Layout;
  readonly peak: Layout;
}

/** What is to be said about the way from one template to another; the networks as `change` has them. */
export function changeFindings(before: Network, after: Network, layouts: Layouts): Finding[] {
  return [
    ...peaks(layouts),
    ...policiesTakenAway(before, after),
    ...rolesReplaced(before, after),
    ...groupsReplaced(before, after),
    ...stillHeld(before, after),
  ];
}

/** What fits before and fits after, and does not fit meanwhile. */
function peaks({ after, peak }: Layouts): Finding[] {
  const fits = new Set(after.vpcs.filter(({ enis, quota }) => enis <= quota).map(({ id }) => id));
  const quotas = peak.vpcs
    .filter(({ id, enis, quota }) => enis > quota && fits.has(id))
    .map(({ id, name, enis, quota }): Finding => {
      return {
        id: 'PEAK_EXCEEDS_QUOTA',
        severity: 'error',
        subject: id ?? name,
        message: `${name} takes ${counted(enis, 'interface')} while old and new ones are side by side, its quota is ${quota}`,
        remedy: 'change the functions in steps, or ask for a higher quota (L-9FEE3D26)',
      };
    });
  const roomy = new Set(after.subnets.filter(({ free }) => (free ?? 0) >= 0).map(({ id }) => id));
  const subnets = peak.subnets
    .filter(({ id, free }) => free !== null && free < 0 && roomy.has(id))
    .map(({ id, name, free }): Finding => {
      return {
        id: 'PEAK_USES_UP_SUBNET',
        severity: 'error',
        subject: id,
        message: `${name} lacks ${counted(-(free ?? 0), 'address', 'addresses')} while old and new interfaces are side by side`,
        remedy: 'change the functions in steps, or take a larger subnet',
      };
    });
  return [...quotas, ...subnets];
}

/** Functions that are there before and after. */
function pairs(before: Network, after: Network): [LambdaFunction, LambdaFunction][] {
  const next = new Map(after.functions.map((each) => [each.id, each]));
  return before.functions.flatMap((old): [LambdaFunction, LambdaFunction][] => {
    const now = next.get(old.id);
    return now === undefined ? [] : [[old, now]];
  });
}

function configOf(each: LambdaFunction): VpcConfig | undefined {
  return inVpc(each, (config) => [config])[0];
}

/** aws-cdk#34400: the policy goes first, and Lambda may no longer delete the interfaces. */
function policiesTakenAway(before: Network, after: Network): Finding[] {
  const roles = { before: byId(before.roles), after: byId(after.roles) };
  return pairs(before, after).flatMap(([old, now]): Finding[] => {
    if (configOf(old) === undefined || (now.vpcConfig !== undefined && configOf(now) !== undefined))
      return [];
    const could = roles.before.get(known(old.role) ?? '')?.managesNetworkInterfaces;
    const can = roles.after.get(known(now.role) ?? '')?.managesNetworkInterfaces;
    if (could !== true || can !== false) return [];
    return [
      {
        id: 'VPC_CONFIG_AND_POLICY_REMOVED_TOGETHER',
        severity: 'error',
        subject: now.id,
        message: `${nameOf(now)} leaves the VPC and its role loses the right to delete interfaces in the same change: its interfaces stay behind, and with them groups and subnets`,
        remedy:
          'keep AWSLambdaVPCAccessExecutionRole on the role, and take it away in a later change, when the interfaces are gone (up to 20 minutes, rarely more)',
      },
    ];
  });
}

function rolesReplaced(before: Network, after: Network): Finding[] {
  const there = new Set(after.roles.map(({ id }) => id));
  const old = byId(before.roles);
  return pairs(before, after).flatMap(([was, now]): Finding[] => {
    const role = known(was.role);
    if (configOf(was) === undefined || role === undefined || role === known(now.role)) return [];
    const gone = old.get(role);
    if (gone === undefined || there.has(role)) return [];
    return [
      {
        id: 'ROLE_REPLACED',
        severity: 'warning',
        subject: now.id,
        message: `${nameOf(now)} gets another role and its old one, ${nameOf(gone)}, is deleted: interfaces that were made with it may stay behind`,
        remedy: 'keep the old role until the old interfaces are gone, and delete it in a later change',
      },
    ];
  });
}

function groupsReplaced(before: Network, after: Network): Finding[] {
  const there = new Set(after.securityGroups.map(({ id }) => id));
  const users = usersOf(before, 'securityGroups');
  const still = new Set(after.functions.filter((each) => configOf(each) !== undefined).map(({ id }) => id));
  return before.securityGroups
    .filter(({ id }) => !there.has(id))
    .flatMap((group): Finding[] => {
      const moved = (users.get(group.id) ?? []).filter(({ id }) => still.has(id));
      if (moved.length === 0) return [];
      return [
        {
          id: 'GROUP_REPLACED',
          severity: 'warning',
          subject: group.id,
          message: `security group ${nameOf(group)} is deleted while ${firstFew(moved.map(({ name }) => name))} ${moved.length === 1 ? 'moves' : 'move'} to another: every interface with it is made anew, and its deletion waits for the old ones`,
          remedy:
            'change the rules of the group in place, or move the functions first and delete the group in a later change',
        },
      ];
    });
}

/** Subnets and groups that go while somebody after the change still holds interfaces in them. */
function stillHeld(before: Network, after: Network): Finding[] {
  const kinds: ['subnets' | 'securityGroups', string][] = [
    ['subnets', 'subnet'],
    ['securityGroups', 'security group'],
  ];
  return kinds.flatMap(([list, word]) => {
    const there = new Set(after[list].map(({ id }) => id));
    const users = usersOf(after, list);
    const gone: readonly Named[] = before[list].filter(({ id }) => !there.has(id));
    return gone.flatMap((each): Finding[] => {
      const holders = users.get(each.id) ?? [];
      if (holders.length === 0) return [];
      return [
        {
          id: list === 'subnets' ? 'SUBNET_REMOVED_WHILE_HELD' : 'GROUP_REMOVED_WHILE_HELD',
          severity: 'error',
          subject: each.id,
          message: `${word} ${nameOf(each)} is deleted while ${firstFew(holders.map(({ name }) => name))} still ${holders.length === 1 ? 'holds' : 'hold'} an interface in it: the deletion fails with DependencyViolation`,
          remedy: `take it out of their VpcConfig, and delete published versions that were made with it, before the ${word} goes`,
        },
      ];
    });
  });
}

function usersOf(
  network: Network,
  list: 'subnets' | 'securityGroups',
): Map<string, { readonly id: string; readonly name: string }[]> {
  const users = new Map<string, { id: string; name: string }[]>();
  for (const { holder, vpcConfig } of holderConfigs(network)) {
    const config = known(vpcConfig);
    for (const id of config === undefined ? [] : knownIds(config[list])) {
      addTo(users, id, holder);
    }
  }
  return users;
}

function byId<T extends Named>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((each) => [each.id, each]));
}
