import { known } from '../maybe';
import type { Network } from '../network';
import { layOut } from '../plan/plan';
import { tally } from '../plan/tally';

/** What decides whether an interface can be made, and deleted. */
export interface Ground {
  /** Addresses of a subnet that Lambda's interfaces may take; absent when that is not known: then there is room. */
  room(subnet: string): number | undefined;
  /** Absent for a subnet that is not in the template. */
  vpcOf(subnet: string): string | undefined;
  /** Interfaces allowed in each VPC. */
  readonly quota: number;
  standing(role: string | undefined): Standing;
}

/**
 * Whether a role lets Lambda manage interfaces. One of which nothing was ever known is taken to allow it: a template that
 * does not tell must not break what works.
 */
export type Standing = 'able' | 'unable' | 'gone';

/**
 * What a network says.
 *
 * @param seen every role that was ever in the template; those of this network are added
 */
export function groundOf(network: Network, quota: number, seen: Set<string>): Ground {
  const subnets = new Map(
    layOut(tally(network), network, quota).subnets.map((subnet) => [subnet.id, subnet]),
  );
  const roles = new Map(network.roles.map((role) => [role.id, role]));
  for (const id of roles.keys()) seen.add(id);
  return {
    quota,
    room: (id) => {
      const subnet = subnets.get(id);
      if (subnet === undefined || subnet.total === null) return undefined;
      return subnet.total - subnet.endpoints - subnet.natGateways;
    },
    vpcOf: (id) => subnets.get(id)?.vpc ?? undefined,
    standing: (id) => {
      const role = id === undefined ? undefined : roles.get(id);
      if (role !== undefined) return known(role.managesNetworkInterfaces) === false ? 'unable' : 'able';
      return id !== undefined && seen.has(id) ? 'gone' : 'able';
    },
  };
}
