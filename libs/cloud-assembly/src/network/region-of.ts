import { own } from '../json';
import type { Stack } from '../reading/stack';

const DEFAULT_REGION = 'us-east-1';
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/;
const SERVICE = /^(?:cn\.)?com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-\d)\./;

/** Puts stacks without a Region into the one of which their templates speak, else into us-east-1. */
export function inRegions(stacks: readonly Stack[]): readonly Stack[] {
  const nowhere = stacks.filter(({ region }) => region === '');
  const region = regionOf(nowhere) ?? DEFAULT_REGION;
  return stacks.map((stack) => (stack.region === '' ? { ...stack, region } : stack));
}

/** The Region that stacks without one speak of, by their subnets' zones and their endpoints' services. */
function regionOf(stacks: readonly Stack[]): string | undefined {
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
