export { addressIn } from './address-space';
export { EMPTY_NETWORK } from './empty-network';
export { HyperplaneError } from './errors';
export { isUnknown, known, knownIds, unknownIds, whyUnknown } from './maybe';
export type { Finding } from './findings/finding';
export { findings } from './findings/findings';
export { DURATIONS, type Durations } from './lifecycle/durations';
export type { EniChange, LifeEvent, LifeFailure, LiveEni, LiveState } from './lifecycle/life-event';
export { Lifecycle, type LifecycleOptions } from './lifecycle/lifecycle';
export type * from './network';
export { type Change, change } from './plan/change';
export { eniKey } from './plan/eni-key';
export type { EniHolder } from './plan/holders';
export {
  DEFAULT_ENI_QUOTA,
  type EniPlan,
  type Layout,
  type Plan,
  plan,
  type PlanOptions,
  type PlanTotals,
  type SubnetPlan,
  type VpcPlan,
} from './plan/plan';
export { amend } from './reach/amend';
export type { AmendedTarget, Amendment } from './reach/amendment';
export { type Connection, type ConnectionVerdict, connectionVerdict } from './reach/connection';
export { destinationOf, destinationsOf } from './reach/destination-of';
export type { FactKind } from './reach/fact';
export { type Blocker, matrix, type Reach, reach, type SubnetReach } from './reach/reach';
export type { Verdict } from './reach/verdict';
