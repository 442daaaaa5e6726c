import type { Maybe, Named, Unknown } from '@furl/hyperplane';

import { own } from '../json';
import type { Resource, Stack } from '../reading/stack';
import { Scope } from '../resolving/scope';
import { asText } from '../resolving/value';
import type { World } from '../resolving/world';
import { Fields } from './fields';

/** A resource of which the network is made. */
export class Part extends Fields {
  private knownId: string | undefined;

  constructor(
    world: World,
    readonly stack: Stack,
    readonly resource: Resource,
    /** Why it is not known whether it is created at all; absent when it is created. */
    readonly uncertain?: Unknown,
  ) {
    // What is not known stands in the network itself, with its reason: there is nothing to report beside it.
    super(
      resource.properties,
      new Scope(world, stack, `${stack.name}.${resource.logicalId}`, () => undefined),
    );
  }

  /** Its physical id, invented where a deployment would make it up; what other resources mean by `Ref`. */
  get id(): string {
    this.knownId ??= this.reference() ?? this.path;
    return this.knownId;
  }

  /** Stack and logical id. */
  get path(): string {
    return this.scope.path;
  }

  /** What every part of a network has; people call it by the name given, else by its `Name` tag or its logical id. */
  named(name?: Maybe<string>): Required<Pick<Named, 'id' | 'name' | 'path'>> {
    const isName = typeof name === 'string' && !this.scope.isOpaque(name);
    return {
      id: this.id,
      name: isName ? name : (this.nameTag() ?? this.resource.logicalId),
      path: this.path,
    };
  }

  /** What `Fn::GetAtt` gives for an attribute of it. */
  attribute(name: string): string | undefined {
    const { logicalId } = this.resource;
    return asText(this.scope.collect((scope) => scope.attribute(logicalId, name)).result);
  }

  private reference(): string | undefined {
    return asText(this.scope.collect((scope) => scope.reference(this.resource.logicalId)).result);
  }

  private nameTag(): string | undefined {
    const tags = own(this.root, 'Tags');
    const tag = Array.isArray(tags) ? tags.findIndex((each) => own(each, 'Key') === 'Name') : -1;
    if (tag === -1 || !Array.isArray(tags)) return undefined;
    const name = new Fields(tags[tag], this.scope).text('Value');
    return typeof name === 'string' && !this.scope.isOpaque(name) ? name : undefined;
  }
}
