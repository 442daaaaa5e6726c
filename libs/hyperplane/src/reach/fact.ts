import type { Amendment } from './amendment';
import { all, type Truth } from './truth';

/** What kind of thing blocks; the words are those of VPC Reachability Analyzer where it has one. */
export type FactKind =
  /** No route matches. */
  | 'NO_ROUTE_TO_DESTINATION'
  /** A route matches, and does not lead there. */
  | 'CANNOT_ROUTE'
  /** It leads to an internet gateway, which needs a public address; a function has none. */
  | 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'
  /** No rule of any security group lets it through. */
  | 'ENI_SG_RULES_MISMATCH'
  /** A network ACL denies it. */
  | 'SUBNET_ACL_RESTRICTION'
  /** There is no VPC endpoint, or it does not answer to the service's name. */
  | 'VPC_ENDPOINT'
  /** Private addresses from outside a VPC, IPv6 without IPv6. */
  | 'CONFIGURATION'
  /** The template does not tell. */
  | 'UNKNOWN';

/** One statement that is not, or not certainly, as it has to be. */
export interface Fact {
  /** Stable: `NO_ROUTE`, `GROUP_EGRESS`, … */
  readonly id: string;
  readonly kind: FactKind;
  readonly truth: 'no' | 'unknown';
  /** The id of the route table, group, ACL, endpoint … it is about. */
  readonly subject: string;
  /** Facts of the same id and topic are one sentence about several subnets. */
  readonly topic: string;
  /** The sentence, given the subnets it holds for: `no route 0.0.0.0/0 in the route table of ${where}`. */
  readonly say: (where: string) => string;
  /** What would mend it, where something does. */
  readonly amendment?: Amendment;
}

/** Whether something holds, and if not certainly, why. */
export interface Check {
  readonly truth: Truth;
  readonly facts: readonly Fact[];
}

/** It holds. */
export const HOLDS: Check = { truth: 'yes', facts: [] };

/** It does not, or is not known: for that reason. */
export function fails(fact: Fact): Check {
  return { truth: fact.truth, facts: [fact] };
}

/** Not known, for a reason that does not depend on the subnet. */
export function doubtful(id: string, subject: string, message: string): Check {
  return fails({ id, kind: 'UNKNOWN', truth: 'unknown', subject, topic: message, say: () => message });
}

/** All have to hold. */
export function every(checks: readonly Check[]): Check {
  return { truth: all(checks.map(({ truth }) => truth)), facts: checks.flatMap(({ facts }) => facts) };
}

/** What makes a fact the same as another. */
export function factKey({ id, truth, subject, topic, amendment }: Fact): string {
  return JSON.stringify([id, truth, subject, topic, amendment]);
}

/** Each fact once. */
export function distinct(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [factKey(fact), fact])).values()];
}

/** What would mend them. */
export function amendmentsOf(facts: readonly Fact[]): Amendment[] {
  return facts.flatMap(({ amendment }) => (amendment === undefined ? [] : [amendment]));
}
