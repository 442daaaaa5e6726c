import type { Finding } from '../findings/finding';
import { changeFindings } from '../findings/change';
import type { Network } from '../network';
import {
  DEFAULT_ENI_QUOTA,
  type EniPlan,
  type Layout,
  layOut,
  type Plan,
  plan,
  type PlanOptions,
} from './plan';
import { asReplaced } from './replaced';
import { type Tally, tally, union } from './tally';

/** What one template becomes another by. */
export interface Change {
  readonly before: Plan;
  readonly after: Plan;
  /**
   * Everything that is there meanwhile: before and after together, since the old interfaces serve until the new ones are
   * ready, and go up to 20 minutes after the last who held them (P99 about 35).
   */
  readonly peak: Layout;
  /** Interfaces that Lambda creates. */
  readonly added: readonly EniPlan[];
  /** Interfaces that Lambda deletes. */
  readonly removed: readonly EniPlan[];
  /** What the change itself is warned of; what stays as it is afterwards is warned of in `after`. */
  readonly warnings: readonly Finding[];
}

/**
 * What a change of templates does to interfaces and addresses. Versions that are retained hold theirs after they were
 * taken out of the template. A subnet or a group that CloudFormation replaces is another one, though its id stays.
 */
export function change(before: Network, after: Network, options: PlanOptions = {}): Change {
  const { quota = DEFAULT_ENI_QUOTA } = options;
  const old = asReplaced(before, after);
  const next = withRetained(old, after);
  const tallies = { before: tally(old), after: tally(next) };
  const together = {
    ...next,
    subnets: [...next.subnets, ...missingFrom(next.subnets, old.subnets)],
    resources: [...next.resources, ...missingFrom(next.resources, old.resources)],
    vpcs: [...next.vpcs, ...missingFrom(next.vpcs, old.vpcs)],
  };
  const peak = layOut(union(tallies.before, tallies.after), together, quota);
  const plans = { before: plan(old, options), after: plan(next, options), peak };
  return {
    ...plans,
    added: difference(tallies.after, tallies.before, plans.after),
    removed: difference(tallies.before, tallies.after, plans.before),
    warnings: changeFindings(old, next, plans),
  };
}

/** After, with the versions that outlive their removal from the template. */
function withRetained(before: Network, after: Network): Network {
  const retained = before.publishedVersions.filter(({ isRetained }) => isRetained);
  return {
    ...after,
    publishedVersions: [...after.publishedVersions, ...missingFrom(after.publishedVersions, retained)],
  };
}

function missingFrom<T extends { readonly id: string }>(there: readonly T[], others: readonly T[]): T[] {
  const ids = new Set(there.map(({ id }) => id));
  return others.filter(({ id }) => !ids.has(id));
}

/** The interfaces of one tally that the other has not; `layout` has them in the tally's order. */
function difference(of: Tally, without: Tally, layout: Layout): EniPlan[] {
  const keys = [...of.enis.keys()];
  return layout.enis.filter((_, index) => !without.enis.has(keys[index] ?? ''));
}
