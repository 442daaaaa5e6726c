import type { Problem } from '../cloud-assembly';
import type { Resource, Stack } from '../reading/stack';
import { Scope } from '../resolving/scope';
import type { World } from '../resolving/world';

/** A resource that is created, with the place from which its properties are resolved. */
export interface LiveResource {
  readonly stack: Stack;
  readonly resource: Resource;
  readonly scope: Scope;
}

/**
 * The resources of some types that a deployment would create. One whose condition cannot be known is left out,
 * and named.
 */
export function liveResources(
  world: World,
  types: readonly string[],
  report: (problem: Problem) => void,
): readonly LiveResource[] {
  return world.stacks.flatMap((stack) =>
    [...stack.resources.values()]
      .filter((resource) => types.includes(resource.type))
      .map((resource) => ({
        stack,
        resource,
        scope: new Scope(world, stack, `${stack.name}.${resource.logicalId}`, report),
      }))
      .filter(({ resource, scope }) => isLive(resource, scope)),
  );
}

function isLive(resource: Resource, scope: Scope): boolean {
  if (resource.condition === undefined) return true;
  const { condition } = resource;
  const holds = typeof condition === 'string' ? scope.at('Condition').condition(condition) : undefined;
  if (holds === undefined) {
    scope.at('Condition').report('whether the resource is created cannot be known; it is left out');
  }
  return holds === true;
}
