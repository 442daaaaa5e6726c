import { own } from '../json';
import type { Stack } from '../reading/stack';

const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/;
const SERVICE = /^(?:cn\.)?com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-\d)\./;

/** The Region that stacks without one speak of, by their subnets' zones and their endpoints' services. */
export function regionOf(stacks: readonly Stack[]): string | undefined {
  for (const { resources } of stacks) {
    for (const { type, properties } of resources.values()) {
      const [property, pattern] =
        type === 'AWS::EC2::Subnet'
          ? ['AvailabilityZone', ZONE]
          : type === 'AWS::EC2::VPCEndpoint'
            ? ['ServiceName', SERVICE]
            : [];
      const text = property === undefined ? undefined : own(properties, property);
      const region = typeof text === 'string' ? pattern?.exec(text)?.[1] : undefined;
      if (region !== undefined) return region;
    }
  }
  return undefined;
}
