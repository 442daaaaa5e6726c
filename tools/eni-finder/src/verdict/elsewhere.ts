import { isLambdaEni } from '../lambda-eni';
import type { EniFacts } from './facts';
import { isForeign } from './in-use';
import type { Ruling } from './judgement';

/** Something else than Lambda made it. */
export function notLambda({ eni }: EniFacts): Ruling {
  if (isLambdaEni(eni)) return false;
  const user = eni.instanceId ?? eni.requesterId;
  return {
    since: undefined,
    until: undefined,
    because: [
      `its type is ${eni.interfaceType || 'unknown'}, and its description "${eni.description}" is not Lambda’s`,
    ],
    next: { words: `Ask who uses it${user === undefined ? '' : `: ${user}`}; Lambda will not delete it` },
  };
}

/**
 * Somebody changed its groups: a function that got it before uses it still, with a network that does not match any
 * more. AWS has refused such changes since 2023; older ones remain.
 */
export function groupsChangedOutside(facts: EniFacts): Ruling {
  const { trail, sameSubnet } = facts;
  if (isForeign(facts)) return false;
  if (trail === undefined) return undefined;
  if (trail.groupChange === undefined) return false;
  const { what, at } = trail.groupChange;
  return {
    since: at,
    until: undefined,
    because: [
      `${what} at ${at.toISOString()}, past Lambda`,
      sameSubnet.length === 0
        ? 'no function is in its subnet any more'
        : 'each function in its subnet may be using it, whatever the groups of that function',
    ],
    next: {
      words:
        sameSubnet.length === 0
          ? 'Give it 20 minutes; if it is there after 24 hours, tell AWS Support of the change of groups'
          : 'Delete those functions and versions in its subnet that ever had its groups, or take them out of the VPC',
    },
  };
}

/** It belongs to another account: in a shared subnet, the account of the function. */
export function otherOwnerAccount(facts: EniFacts): Ruling {
  if (!isForeign(facts)) return false;
  const { eni, account } = facts;
  return {
    since: eni.attachedAt,
    until: undefined,
    because: [
      `it belongs to account ${eni.ownerId}, and ${account} asks: functions over there cannot be seen from here`,
    ],
    next: { words: `Ask the owner of account ${eni.ownerId} to run furl eni --eni ${eni.id} there` },
  };
}
