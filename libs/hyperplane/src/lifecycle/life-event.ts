import type { EniHolder } from '../plan/holders';
import type { Spot } from '../plan/spots';

/** An interface that is there. */
export interface LiveEni extends Spot {
  /** The key, and which one of that key it is: the same in every run that goes the same way. */
  readonly id: string;
  /** In EC2's words. An interface takes its address in every one of them. */
  readonly status: 'pending' | 'in-use' | 'detaching' | 'available';
  /** Who has it now: nobody once it is let go of. */
  readonly holders: readonly EniHolder[];
  /** For whom it was made: its description has that name, and its requester is that one's role. */
  readonly madeFor: EniHolder;
  /** The role that made it; absent when it is not known. */
  readonly madeBy: string | undefined;
  /** When the last of its holders let it go; absent while somebody has it. */
  readonly letGoAt?: number;
  /** Lambda could not delete it and does not try again: it stays until somebody else does. */
  readonly isLeftBehind: boolean;
}

/** How a function, a version or a mapping is, in the Lambda API's words ("FunctionConfiguration"). */
export interface LiveState {
  readonly state: 'Pending' | 'Active' | 'Inactive' | 'Failed';
  /** Absent when it is Active. */
  readonly reason?: 'Creating' | 'Restoring' | 'Idle' | LifeFailure;
  readonly lastUpdate: 'Successful' | 'InProgress' | 'Failed';
  readonly lastUpdateReason?: LifeFailure;
}

/** Why interfaces cannot be made. */
export type LifeFailure = 'EniLimitExceeded' | 'InsufficientRolePermissions' | 'SubnetOutOfIPAddresses';

/** What an interface comes to. */
export type EniChange =
  | 'created'
  | 'ready'
  /** Nobody holds it any more, and Lambda is going to take it away. */
  | 'let-go'
  /** Somebody wants it again before Lambda took it away. */
  | 'held-again'
  | 'detaching'
  | 'detached'
  | 'deleted'
  /** Its role does not let Lambda delete it, which does not try again. */
  | 'left-behind';

/** Something that came to pass. `at` is the time on the clock that the lifecycle is told. */
export type LifeEvent =
  | { readonly kind: 'eni'; readonly what: EniChange; readonly eni: LiveEni; readonly at: number }
  | { readonly kind: 'state'; readonly holder: EniHolder; readonly state: LiveState; readonly at: number };
