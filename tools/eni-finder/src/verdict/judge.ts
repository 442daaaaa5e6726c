import { groupsChangedOutside, notLambda, otherOwnerAccount } from './elsewhere';
import type { EniFacts } from './facts';
import { inUseByEventSourceMapping, inUseByLatest, inUseByPublishedVersion } from './in-use';
import { VERDICTS, type Judgement, type Rule, type Verdict } from './judgement';
import { orphanAvailable, stuck, unknownRelease, updateInProgress, withinGrace } from './released';
import { roleLacksDelete, roleMissing } from './role';

const RULES: Readonly<Record<Verdict, Rule>> = {
  NOT_LAMBDA: notLambda,
  IN_USE_BY_LATEST: inUseByLatest,
  IN_USE_BY_PUBLISHED_VERSION: inUseByPublishedVersion,
  IN_USE_BY_EVENT_SOURCE_MAPPING: inUseByEventSourceMapping,
  UPDATE_IN_PROGRESS: updateInProgress,
  ORPHAN_AVAILABLE: orphanAvailable,
  WITHIN_GRACE: withinGrace,
  ROLE_MISSING: roleMissing,
  ROLE_LACKS_DELETE: roleLacksDelete,
  SG_CHANGED_OUTSIDE: groupsChangedOutside,
  OTHER_OWNER_ACCOUNT: otherOwnerAccount,
  STUCK: stuck,
};

/**
 * Says why an interface is still there: the first verdict, in the order of {@link VERDICTS}, that applies.
 *
 * @returns `verdict: null` where an earlier one could not be excluded: nothing is guessed; `partial` says what was missing
 */
export function judge(facts: EniFacts): Judgement & { readonly verdict: Verdict | null } {
  for (const verdict of VERDICTS) {
    const ruling = RULES[verdict](facts);
    if (ruling === undefined) return { verdict: null, ...cannotTell(facts) };
    if (ruling !== false) return { verdict, ...ruling };
  }
  return { verdict: 'WITHIN_GRACE', ...unknownRelease(facts) };
}

function cannotTell({ eni, partial, hiddenNetworks }: EniFacts): Judgement {
  return {
    since: undefined,
    until: undefined,
    because: [
      'nothing that could be asked holds it, but not all could be asked',
      ...hiddenNetworks.map((source) => `a mapping of ${source} may use it, in the network of that source`),
    ],
    next: {
      words: `Look at ${eni.id} again with what is missing: ${partial.join(', ') || 'the networks of those event sources'}`,
    },
  };
}
