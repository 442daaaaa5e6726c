import { functionName } from '../arn';
import type { EniFacts } from './facts';
import { isBeingMade } from '../lambda-eni';
import { isForeign } from './in-use';
import { inRegion, type Judgement, type Ruling } from './judgement';

const MINUTE = 60_000;
/** "It can take up to 20 minutes" (Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC"). */
const GRACE_MS = 20 * MINUTE;
/** What 99 of 100 took, as observed. */
const USUAL_LIMIT_MS = 35 * MINUTE;
/** From then on AWS asks to be told ("Lambda ENI Finder"). */
const SUPPORT_MS = 24 * 60 * MINUTE;

/** A function's update is under way: its old interface serves until the new one is ready. */
export function updateInProgress(facts: EniFacts): Ruling {
  const [first] = facts.updating;
  if (first === undefined || isForeign(facts)) return false;
  const names = facts.updating.map(({ arn }) => functionName(arn));
  return {
    since: first.since,
    until: undefined,
    because: [
      `${names.join(', ')}: the last update is InProgress, and the old interface serves until it is over`,
    ],
    next: {
      words: 'Wait until the update is over; Lambda deletes the interface within 20 minutes after it',
      command: `aws lambda wait function-updated-v2 --function-name ${functionName(first.arn)}${inRegion(facts)}`,
    },
  };
}

/** It is detached and nothing uses it: whoever may, may delete it. */
export function orphanAvailable(facts: EniFacts): Ruling {
  const { eni, trail } = facts;
  if (eni.status !== 'available' || isForeign(facts)) return false;
  return {
    since: trail?.release?.at,
    until: undefined,
    because: [
      'it is attached to nothing (status available), and nothing has its network',
      ...releaseLines(facts),
    ],
    next: {
      words: 'Delete it',
      command: `furl eni delete ${eni.id}${inRegion(facts)}`,
    },
  };
}

/** It was let go of so recently that nothing is wrong. */
export function withinGrace(facts: EniFacts): Ruling {
  if (isBeingMade(facts.eni) && !isForeign(facts)) return beingMade(facts);
  const at = facts.trail?.release?.at;
  if (at === undefined || age(facts, at) >= GRACE_MS) return false;
  return { ...waiting(facts), since: at, until: after(at, GRACE_MS), because: releaseLines(facts) };
}

/**
 * It is being made, for somebody who is not in sight: a function that was created since the functions were looked through,
 * or one that does not want it any more. What CloudTrail says of others who let go of the same network is not about it.
 */
function beingMade(facts: EniFacts): Judgement {
  return {
    since: undefined,
    until: after(facts.now, GRACE_MS),
    because: ['it is being made (status pending), and who waits for it is not in sight'],
    next: {
      words:
        'Look again when it is made, in some two minutes: it is in use then, or Lambda deletes it by itself',
      command: watchCommand(facts),
    },
  };
}

/** It should be gone, and nothing explains why it is not. */
export function stuck(facts: EniFacts): Ruling {
  const { eni } = facts;
  const at = facts.trail?.release?.at;
  if (at === undefined) return false;
  const unknown = unexplained(facts);
  const known = ['its role', 'its groups', 'its owner'].filter((each) => !unknown.includes(each));
  const because = [
    `${releaseLines(facts).join('; ')}, and nothing holds it since`,
    `${listed(known)} do not explain it`,
    ...(unknown.length === 0 ? [] : [`${listed(unknown)} may: that could not be found out`]),
  ];
  const judgement = { since: at, until: after(at, GRACE_MS), because };
  if (age(facts, at) >= SUPPORT_MS) {
    const words = `Send this answer to AWS Support: nothing that you can do deletes ${eni.id} while it is ${eni.status}`;
    return { ...judgement, next: { words } };
  }
  const limit = age(facts, at) < USUAL_LIMIT_MS ? USUAL_LIMIT_MS : SUPPORT_MS;
  const why =
    limit === USUAL_LIMIT_MS ? 'one in a hundred takes up to 35 minutes' : 'AWS asks to wait for 24 hours';
  return {
    ...judgement,
    next: {
      words: `Wait until ${after(at, limit).toISOString()} (${why}), then tell AWS Support`,
      command: watchCommand(facts),
    },
  };
}

/** What may still be the reason: nobody could say. */
function unexplained({ role, account, eni }: EniFacts): string[] {
  const isOwnerKnown = account !== undefined || eni.ownerId === undefined;
  return [
    ...(role?.exists === undefined || role.mayDelete === undefined ? ['its role'] : []),
    ...(isOwnerKnown ? [] : ['its owner']),
  ];
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' and ');
}

/**
 * Nothing holds it, and nobody saw it let go: too recently for CloudTrail (it shows a call after up to 15 minutes), or
 * longer ago than its 90 days. The one cannot be told from the other, so it gets the time that the first would need.
 */
export function unknownRelease(facts: EniFacts): Judgement {
  return {
    ...waiting(facts),
    since: undefined,
    until: after(facts.now, GRACE_MS),
    because: [
      'nothing holds it, and CloudTrail does not show who let it go: that was in the last 15 minutes, or not in its 90 days, or by a function of which it has no earlier record',
    ],
  };
}

/** The end of the grace period, in people's words, for an interface that will not use it. */
export function releaseLines({ trail }: EniFacts): string[] {
  return trail?.release === undefined ? [] : [`${trail.release.what} at ${trail.release.at.toISOString()}`];
}

function waiting(facts: EniFacts): Pick<Judgement, 'next'> {
  const { role } = facts;
  const warning =
    role?.exists === false
      ? '; but its execution role is gone, and without it Lambda cannot delete it'
      : role?.mayDelete === false
        ? '; but its execution role may not delete it: allow ec2:DeleteNetworkInterface first'
        : '; keep its execution role until then';
  return {
    next: {
      words: `Wait: Lambda deletes it by itself. If it is still there then, look again${warning}`,
      command: watchCommand(facts),
    },
  };
}

function watchCommand(facts: EniFacts): string {
  return `furl eni --eni ${facts.eni.id}${inRegion(facts)} --watch`;
}

function age({ now }: EniFacts, at: Date): number {
  return now.getTime() - at.getTime();
}

function after(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}
