import { known, knownIds, unknownIds } from '../maybe';
import type { Maybe, VpcConfig } from '../network';
import { eniKey, sortedGroups } from './eni-key';

/** Where one interface is, and what makes it another one than its neighbour. */
export interface Spot {
  readonly key: string;
  readonly subnet: string;
  /** Sorted, each once. */
  readonly securityGroups: readonly string[];
}

/**
 * The interfaces that a VpcConfig takes, as far as is known. With a group that is not known the key is not known either:
 * it may be another's, or its own.
 */
export function spotsOf(config: Maybe<VpcConfig> | undefined): Spot[] {
  const vpcConfig = known(config);
  if (vpcConfig === undefined || unknownIds(vpcConfig.securityGroups).length > 0) return [];
  const securityGroups = sortedGroups(knownIds(vpcConfig.securityGroups));
  return knownIds(vpcConfig.subnets).map((subnet) => ({
    key: eniKey(subnet, securityGroups),
    subnet,
    securityGroups,
  }));
}
