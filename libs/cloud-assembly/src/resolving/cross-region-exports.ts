import { own } from '../json';
import type { Resource } from '../reading/stack';
import type { Scope } from './scope';
import { asText, type Value } from './value';

/** The custom resource through which CDK reads strong references to stacks of other regions. */
export const CROSS_REGION_READER = 'Custom::CrossRegionExportReader';
const CROSS_REGION_WRITER = 'Custom::CrossRegionExportWriter';

/**
 * What CDK's custom resources carry from region to region under a name: a writer in the other stack says for
 * which region it writes and what (aws-cdk-lib, `crossRegionReferences` of a stack).
 * @returns undefined when no stack of the assembly writes it
 */
export function crossRegionExport(name: string, scope: Scope): Value | undefined {
  for (const stack of scope.world.stacks) {
    for (const resource of stack.resources.values()) {
      if (
        resource.type === CROSS_REGION_WRITER &&
        writesFor(resource, scope.within(stack), scope.stack.region)
      ) {
        const value = own(own(own(resource.properties, 'WriterProps'), 'exports'), name);
        if (value !== undefined && stack.accountId === scope.stack.accountId)
          return scope.within(stack).resolve(value);
      }
    }
  }
  return undefined;
}

function writesFor(writer: Resource, scope: Scope, region: string): boolean {
  const raw = own(own(writer.properties, 'WriterProps'), 'region');
  return asText(scope.collect((inner) => inner.resolve(raw ?? null)).result) === region;
}
