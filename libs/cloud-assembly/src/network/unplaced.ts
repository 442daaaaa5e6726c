import type { Maybe, Unplaced } from '@furl/hyperplane';

import { isUnknown } from './fields';
import type { Part } from './part';

/** Says that it is not known to what a resource belongs. */
export function unplaced(kind: Unplaced['kind'], part: Part, owner: Maybe<string> | undefined): Unplaced {
  const why = isUnknown(owner) ? owner : part.unknown([], [], 'it does not say to what it belongs');
  return { kind, unknown: why.unknown, path: why.path };
}
