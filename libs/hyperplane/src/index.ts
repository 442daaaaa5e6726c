export { HyperplaneError } from './errors';
export type { Finding } from './findings/finding';
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
