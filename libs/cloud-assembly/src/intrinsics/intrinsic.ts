import type { Scope } from '../resolving/scope';
import type { Value } from '../resolving/value';

/** An intrinsic function: its argument, unresolved, and the place where it stands, to its value. It never throws. */
export type Intrinsic = (argument: unknown, scope: Scope) => Value;
