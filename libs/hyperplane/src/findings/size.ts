import { blockOf } from '../address-space';
import { addTo } from '../lists';
import { known, knownIds, nameOf } from '../maybe';
import type { LambdaFunction, Network, VpcConfig } from '../network';
import { isNowhere } from '../plan/holders';
import type { Layout } from '../plan/plan';
import { counted, firstFew } from '../words';
import type { Finding } from './finding';
import { shareableGroups } from './shareable-groups';

/** A finding that a plan carries as a warning. */
export type Advice = Finding;

/** Lambda's own limits for a function (Lambda API, VpcConfig). */
const MOST_SUBNETS = 16;
const MOST_GROUPS = 5;

/** Below it EC2 has no subnets; a /28 has 11 addresses that can be used. */
const SMALL_PREFIX = 28;

/** What is to be said about numbers: interfaces, addresses, limits. */
export function sizeFindings(network: Network, layout: Layout): Finding[] {
  return [
    ...layout.vpcs.flatMap(overQuota),
    ...layout.subnets.flatMap(usedUp),
    ...smallSubnets(network, layout),
    ...shareableGroups(network),
    ...network.functions.flatMap((each) => inVpc(each, (config) => placement(each, config))),
    ...rolesThatCannot(network),
  ];
}

function overQuota({ id, name, enis, quota }: Layout['vpcs'][number]): Finding[] {
  if (enis <= quota) return [];
  return [
    {
      id: 'ENI_QUOTA_EXCEEDED',
      severity: 'error',
      subject: id ?? name,
      message: `${name} takes ${counted(enis, 'interface')} of Lambda, its quota is ${quota}: further functions fail with EniLimitExceeded`,
      remedy: 'let functions share security groups and subnets, or ask for a higher quota (L-9FEE3D26)',
    },
  ];
}

function usedUp(subnet: Layout['subnets'][number]): Finding[] {
  const { free, total } = subnet;
  if (free === null || total === null || free >= 0) return [];
  return [
    {
      id: 'SUBNET_USED_UP',
      severity: 'error',
      subject: subnet.id,
      message: `${subnet.name} (${subnet.cidrBlock ?? 'IPv6 only'}) has ${counted(total, 'address', 'addresses')} and needs ${total - free}: functions fail with SubnetOutOfIPAddresses`,
      remedy: 'take a larger subnet, or let functions share security groups',
    },
  ];
}

function smallSubnets(network: Network, layout: Layout): Finding[] {
  const used = new Map(layout.subnets.map(({ id, enis }) => [id, enis]));
  return network.subnets.flatMap((subnet): Finding[] => {
    const text = known(subnet.cidrBlock);
    const block = text === undefined ? undefined : blockOf(text);
    if (block === undefined || block.prefix < SMALL_PREFIX || (used.get(subnet.id) ?? 0) === 0) return [];
    return [
      {
        id: 'SUBNET_SMALL',
        severity: 'warning',
        subject: subnet.id,
        message: `${nameOf(subnet)} (${text}) has ${Math.max(0, 2 ** (32 - block.prefix) - 5)} addresses to give, and functions hold interfaces in it`,
        remedy: 'take a subnet of /27 or larger: a change needs old and new interfaces at the same time',
      },
    ];
  });
}

function placement(each: LambdaFunction, config: VpcConfig): Finding[] {
  const findings: Finding[] = [];
  const subnets = knownIds(config.subnets);
  const groups = knownIds(config.securityGroups);
  const all = known(config.subnets);
  const say = (id: string, severity: Finding['severity'], message: string, remedy: string): void => {
    findings.push({ id, severity, subject: each.id, message, remedy });
  };
  if (all?.length === subnets.length && subnets.length === 1) {
    say(
      'ONE_SUBNET',
      'warning',
      `${nameOf(each)} is in one subnet only: it stops when that zone or its addresses do`,
      'give it a subnet in a second Availability Zone',
    );
  }
  if (subnets.length > MOST_SUBNETS) {
    say(
      'TOO_MANY_SUBNETS',
      'error',
      `${nameOf(each)} names ${subnets.length} subnets, Lambda takes ${MOST_SUBNETS}`,
      'one subnet in each zone suffices',
    );
  }
  if (groups.length > MOST_GROUPS) {
    say(
      'TOO_MANY_GROUPS',
      'error',
      `${nameOf(each)} names ${groups.length} security groups, Lambda takes ${MOST_GROUPS}`,
      'put the rules into fewer groups',
    );
  }
  return findings;
}

function rolesThatCannot(network: Network): Finding[] {
  const roles = new Map(network.roles.map((role) => [role.id, role]));
  const stuck = new Map<string, LambdaFunction[]>();
  for (const each of network.functions) {
    inVpc(each, () => {
      const role = roles.get(known(each.role) ?? '');
      if (role?.managesNetworkInterfaces === false) addTo(stuck, role.id, each);
      return [];
    });
  }
  return [...stuck].map(([id, functions]) => {
    const role = roles.get(id);
    return {
      id: 'ROLE_LACKS_VPC_ACCESS',
      severity: 'error',
      subject: id,
      message: `role ${role === undefined ? id : nameOf(role)} may not create and delete network interfaces, and ${firstFew(functions.map(nameOf))} ${functions.length === 1 ? 'is' : 'are'} in a VPC`,
      remedy: 'attach AWSLambdaVPCAccessExecutionRole to it',
    };
  });
}

/** What there is to say of a function whose VpcConfig is known and is there. */
export function inVpc<T>(each: LambdaFunction, say: (config: VpcConfig) => T[]): T[] {
  const config = known(each.vpcConfig);
  return config === undefined || isNowhere(config) ? [] : say(config);
}
