import type { Maybe, VpcConfig } from '../network';
import type { PossibleHolder } from '../plan/holders';
import { type Spot, spotsOf } from '../plan/spots';
import type { Holding } from './eni-pool';
import type { LiveState } from './life-event';

/** A function, a version or a mapping on its way from one network to another. */
export interface Life {
  wish: PossibleHolder;
  /** What the wish takes. */
  spots: readonly Spot[];
  /** Whether these are being made for it; it has them from then on. */
  isWaiting: boolean;
  /** What it runs with meanwhile. */
  served: Maybe<VpcConfig> | undefined;
  servedSpots: readonly Spot[];
  /** That of the function when it got them. */
  servedRole: string | undefined;
  state: LiveState;
  lastUsed: number;
  retryAt: number;
}

export const ACTIVE: LiveState = { state: 'Active', lastUpdate: 'Successful' };
export const CREATING: LiveState = { state: 'Pending', reason: 'Creating', lastUpdate: 'Successful' };

/** One that has nothing yet; those that are not new have been active for long. */
export function lifeOf(wish: PossibleHolder, at: number, isNew: boolean): Life {
  const spots = spotsOf(wish.vpcConfig);
  return {
    wish,
    spots,
    isWaiting: false,
    served: undefined,
    servedSpots: [],
    servedRole: undefined,
    state: isNew && spots.length > 0 ? CREATING : ACTIVE,
    lastUsed: at,
    retryAt: at,
  };
}

/** It has what it wants from now on. */
export function serve(life: Life): void {
  life.isWaiting = false;
  life.served = life.wish.vpcConfig;
  life.servedSpots = life.spots;
  life.servedRole = life.wish.role;
}

/** What it has, and waits for. */
export function holdingOf({ wish, spots, isWaiting, servedSpots, servedRole }: Life): Holding {
  const keys = new Set(servedSpots.map(({ key }) => key));
  const more = isWaiting ? spots.filter(({ key }) => !keys.has(key)) : [];
  const role = servedSpots.length > 0 ? servedRole : wish.role;
  return { holder: wish.holder, role, spots: [...servedSpots, ...more] };
}

/** Whether two wishes come to the same interfaces. */
export function isSame(one: readonly Spot[], other: readonly Spot[]): boolean {
  const keys = new Set(one.map(({ key }) => key));
  return one.length === other.length && other.every(({ key }) => keys.has(key));
}
