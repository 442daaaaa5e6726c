import type { Unknown } from '@furl/hyperplane';

import type { Resource, Stack } from '../reading/stack';
import { reasonOf, Scope } from '../resolving/scope';
import type { World } from '../resolving/world';
import { Part } from './part';

/** The resources of one account and Region, by type; those whose condition does not hold are left out. */
export class Parts {
  private readonly byType = new Map<string, (readonly [Stack, Resource])[]>();
  private readonly made = new Map<string, readonly Part[]>();

  constructor(
    private readonly world: World,
    stacks: readonly Stack[],
  ) {
    for (const stack of stacks) {
      for (const resource of stack.resources.values()) {
        const same = this.byType.get(resource.type);
        if (same === undefined) this.byType.set(resource.type, [[stack, resource]]);
        else same.push([stack, resource]);
      }
    }
  }

  /** Those of a type, in the order of the templates. */
  of(type: string): readonly Part[] {
    const known = this.made.get(type);
    if (known !== undefined) return known;
    const parts = (this.byType.get(type) ?? []).flatMap(([stack, resource]) => this.make(stack, resource));
    this.made.set(type, parts);
    return parts;
  }

  private make(stack: Stack, resource: Resource): readonly Part[] {
    const { condition } = resource;
    if (typeof condition !== 'string') return [new Part(this.world, stack, resource)];
    const path = `${stack.name}.${resource.logicalId}`;
    const scope = new Scope(this.world, stack, path, () => undefined);
    const { result: holds, messages } = scope.collect((inner) => inner.condition(condition));
    if (holds === false) return [];
    if (holds === true) return [new Part(this.world, stack, resource)];
    const why = messages[0] === undefined ? `whether ${condition} holds is not known` : reasonOf(messages[0]);
    const uncertain: Unknown = { unknown: why, path: `${path}.Condition` };
    return [new Part(this.world, stack, resource, uncertain)];
  }
}
