import { blockOf } from '../address-space';
import { type Advice, sizeFindings } from '../findings/size';
import { addTo } from '../lists';
import { isUnknown, known, knownIds, nameOf, whyUnknown } from '../maybe';
import type { Maybe, Network, Subnet } from '../network';
import type { EniHolder } from './holders';
import { type Tally, tally } from './tally';

/**
 * Interfaces that Lambda may create in one VPC unless the account asks for more (Service Quotas, L-9FEE3D26). Accounts
 * whose quota was never raised may still have 250.
 */
export const DEFAULT_ENI_QUOTA = 500;

/** AWS keeps the first four addresses of a subnet and the last one (Amazon VPC User Guide, "Subnet CIDR blocks"). */
const RESERVED_ADDRESSES = 5;

/** What a plan is made with. */
export interface PlanOptions {
  /** Interfaces allowed in each VPC. @default {@link DEFAULT_ENI_QUOTA} */
  readonly quota?: number;
}

/** One subnet's addresses. What a template does not tell is null. */
export interface SubnetPlan {
  readonly id: string;
  readonly name: string;
  readonly vpc: string | null;
  readonly cidrBlock: string | null;
  readonly availabilityZone: string | null;
  /** IPv4 addresses that can be used: 2^(32−n) − 5. */
  readonly total: number | null;
  /** Interfaces of Lambda, one address each. */
  readonly enis: number;
  /** Addresses of interface endpoints, one each. */
  readonly endpoints: number;
  /** Addresses of NAT gateways. */
  readonly natGateways: number;
  /** What is left; below 0 when it does not suffice. */
  readonly free: number | null;
  /** Names of what takes addresses too, though a template does not tell how many. */
  readonly notCounted: readonly string[];
}

/** One Hyperplane interface and who shares it. */
export interface EniPlan {
  /** The subnet's id. */
  readonly subnet: string;
  /** Ids, sorted. */
  readonly securityGroups: readonly string[];
  /** Names of the functions for which it is there, each once. */
  readonly functions: readonly string[];
  /** Functions, published versions and event source mappings. */
  readonly holders: readonly EniHolder[];
}

/** One VPC's interfaces against the quota. */
export interface VpcPlan {
  /** Null for interfaces in subnets of which it is not known to which VPC they belong. */
  readonly id: string | null;
  readonly name: string;
  readonly enis: number;
  readonly quota: number;
}

/** Sums over all subnets and VPCs. */
export interface PlanTotals {
  readonly enis: number;
  /** Addresses of interfaces, endpoints and NAT gateways. */
  readonly addresses: number;
  /** Functions in a VPC. */
  readonly functions: number;
}

/** What the templates come to. */
export interface Plan {
  readonly subnets: readonly SubnetPlan[];
  readonly enis: readonly EniPlan[];
  readonly vpcs: readonly VpcPlan[];
  readonly totals: PlanTotals;
  readonly warnings: readonly Advice[];
  /** Why the numbers are a lower bound; empty when everything was known. */
  readonly partial: readonly string[];
}

/**
 * The interfaces and addresses that the templates take. Lambda adds interfaces beyond 65,000 connections each, and may
 * replace some: a plan is what there is at least.
 *
 * @example
 * const { totals, subnets } = plan(network, { quota: 250 });
 */
export function plan(network: Network, { quota = DEFAULT_ENI_QUOTA }: PlanOptions = {}): Plan {
  const layout = layOut(tally(network), network, quota);
  return { ...layout, warnings: sizeFindings(network, layout) };
}

/** A plan without its warnings. */
export type Layout = Omit<Plan, 'warnings'>;

/** Puts what was counted into the subnets of a network, and of those that are only referred to. */
export function layOut(counted: Tally, network: Network, quota: number): Layout {
  const { enis, uses, partial } = counted;
  const taken = new Map<string, { enis: number; endpoints: number; natGateways: number }>();
  const at = (subnet: string): { enis: number; endpoints: number; natGateways: number } => {
    const there = taken.get(subnet) ?? { enis: 0, endpoints: 0, natGateways: 0 };
    taken.set(subnet, there);
    return there;
  };
  for (const eni of enis.values()) at(eni.subnet).enis += 1;
  for (const use of uses.values()) {
    at(use.subnet)[use.kind === 'endpoint' ? 'endpoints' : 'natGateways'] += use.addresses;
  }
  const others = othersBySubnet(network);
  const listed = new Map(network.subnets.map((subnet) => [subnet.id, subnet]));
  const doubts: string[] = [];
  const subnets = [...new Set([...listed.keys(), ...taken.keys()])].map((id): SubnetPlan => {
    const subnet = listed.get(id);
    const { doubt, total } = sizeOf(id, subnet);
    if (doubt !== undefined && taken.has(id)) doubts.push(doubt);
    const {
      enis: count,
      endpoints,
      natGateways,
    } = taken.get(id) ?? { enis: 0, endpoints: 0, natGateways: 0 };
    return {
      id,
      name: subnet === undefined ? id : nameOf(subnet),
      vpc: orNull(subnet?.vpc),
      cidrBlock: orNull(subnet?.cidrBlock),
      availabilityZone: orNull(subnet?.availabilityZone),
      total,
      enis: count,
      endpoints,
      natGateways,
      free: total === null ? null : total - count - endpoints - natGateways,
      notCounted: others.get(id) ?? [],
    };
  });
  const functions = new Set<string>();
  const plans = [...enis.values()].map(({ subnet, securityGroups, holders }): EniPlan => {
    for (const { kind, id } of holders) if (kind === 'function') functions.add(id);
    const names = [...new Set(holders.flatMap((holder) => holder.function ?? []))];
    return { subnet, securityGroups, functions: names, holders };
  });
  const addresses = subnets.reduce((sum, each) => sum + each.enis + each.endpoints + each.natGateways, 0);
  return {
    subnets,
    enis: plans,
    vpcs: vpcPlans(subnets, network, quota),
    totals: { enis: plans.length, addresses, functions: functions.size },
    partial: [...partial, ...doubts],
  };
}

function sizeOf(id: string, subnet: Subnet | undefined): { total: number | null; doubt?: string } {
  if (subnet === undefined) {
    return {
      total: null,
      doubt: `the free addresses of subnet ${id} are not known: it is not in the template`,
    };
  }
  const { cidrBlock } = subnet;
  if (cidrBlock === undefined) return { total: 0 };
  if (isUnknown(cidrBlock)) {
    return {
      total: null,
      doubt: `the free addresses of subnet ${nameOf(subnet)} are not known (${whyUnknown(cidrBlock)})`,
    };
  }
  const block = blockOf(cidrBlock);
  if (block?.family !== 4) {
    return {
      total: null,
      doubt: `the free addresses of subnet ${nameOf(subnet)} are not known: "${cidrBlock}" is no IPv4 block`,
    };
  }
  return { total: Math.max(0, 2 ** (32 - block.prefix) - RESERVED_ADDRESSES) };
}

function othersBySubnet(network: Network): Map<string, string[]> {
  const others = new Map<string, string[]>();
  for (const resource of network.resources) {
    for (const subnet of knownIds(resource.subnets)) {
      addTo(others, subnet, `${nameOf(resource)} (${resource.type})`);
    }
  }
  return others;
}

function vpcPlans(subnets: readonly SubnetPlan[], network: Network, quota: number): VpcPlan[] {
  const counts = new Map<string | null, number>();
  for (const { vpc, enis } of subnets) {
    if (vpc !== null || enis > 0) counts.set(vpc, (counts.get(vpc) ?? 0) + enis);
  }
  const names = new Map(network.vpcs.map((vpc) => [vpc.id, nameOf(vpc)]));
  return [...counts].map(([id, enis]) => ({
    id,
    name: id === null ? 'VPC outside the template' : (names.get(id) ?? id),
    enis,
    quota,
  }));
}

function orNull(value: Maybe<string> | undefined): string | null {
  return known(value) ?? null;
}
