import { functionName, publishedVersion } from '../arn';
import type { FunctionState, Holder } from '../model';
import { isBeingMade } from '../lambda-eni';
import type { EniFacts } from './facts';
import { inRegion, type Judgement, type NextStep, type Ruling } from './judgement';

/** `$LATEST` of a function has the network of this interface. */
export function inUseByLatest(facts: EniFacts): Ruling {
  const ruling = inUseBy(facts, 'function', facts.functionsKnown);
  return ruling && { ...ruling, next: detach(facts) };
}

/** Only published versions have it: a function that was moved elsewhere since, or took its VPC off. */
export function inUseByPublishedVersion(facts: EniFacts): Ruling {
  const ruling = inUseBy(facts, 'version', facts.functionsKnown);
  return ruling && { ...ruling, next: deleteVersion(facts) };
}

/** Only the pollers of an event source mapping have it. */
export function inUseByEventSourceMapping(facts: EniFacts): Ruling {
  const { eni, hiddenNetworks, trail } = facts;
  // Pollers use an interface that is attached, and hardly one that somebody was seen to let go of.
  const isHidden = hiddenNetworks.length > 0 && eni.status !== 'available' && trail?.release === undefined;
  const ruling = inUseBy(facts, 'event-source-mapping', facts.mappingsKnown && !isHidden);
  return ruling && { ...ruling, next: deleteMapping(facts) };
}

function inUseBy(facts: EniFacts, kind: Holder['kind'], isKnown: boolean): Judgement | false | undefined {
  if (isForeign(facts)) return false;
  const { holders, eni } = facts;
  const mine = holders.filter((holder) => holder.kind === kind);
  if (mine.length === 0) return holders.length > 0 || isKnown ? false : undefined;
  const groups = eni.securityGroups.join(', ');
  return {
    since: eni.attachedAt,
    until: undefined,
    because: [
      isBeingMade(eni)
        ? `it is being made (status pending) for ${holders.map(({ arn }) => functionName(arn)).join(', ')}`
        : `${counted(holders)} in ${eni.subnetId} with exactly ${groups || 'no security group'}`,
      ...stateLines(facts),
    ],
    next: { words: '' },
  };
}

/** Whether it is known to belong to another account: what is in ours cannot hold it, then. */
export function isForeign({ eni, account }: Pick<EniFacts, 'eni' | 'account'>): boolean {
  return account !== undefined && eni.ownerId !== undefined && eni.ownerId !== account;
}

function counted(holders: readonly Holder[]): string {
  const count = (kind: Holder['kind'], one: string): string[] => {
    const { length } = holders.filter((holder) => holder.kind === kind);
    return length === 0 ? [] : [`${length} ${one}${length === 1 ? '' : 's'}`];
  };
  return [
    ...count('function', 'function'),
    ...count('version', 'published version'),
    ...count('event-source-mapping', 'event source mapping'),
  ].join(', ');
}

/** Only what is unusual: a function that is active and at rest says nothing. */
function stateLines({ holders, states }: EniFacts): string[] {
  return holders.flatMap(({ arn }) => {
    const state = states.get(arn);
    const said = state && unusual(state);
    return said === undefined || said === '' ? [] : [`${functionName(arn)}: ${said}`];
  });
}

function unusual({ state, stateReasonCode, lastUpdateStatus }: FunctionState): string {
  const parts = [];
  if (state !== undefined && state !== 'Active') {
    parts.push(`state ${state}${stateReasonCode === undefined ? '' : ` (${stateReasonCode})`}`);
    if (state === 'Inactive') parts.push('so Lambda takes its interfaces away until it is invoked again');
  }
  if (lastUpdateStatus !== undefined && lastUpdateStatus !== 'Successful') {
    parts.push(`last update ${lastUpdateStatus}`);
  }
  return parts.join(', ');
}

const THEN =
  'Lambda deletes the interface within 20 minutes of the last letting go; keep the execution role until then';

function detach(facts: EniFacts): NextStep {
  const functions = facts.holders.filter(({ kind }) => kind === 'function');
  const others = facts.holders.length - functions.length;
  const what = functions.length === 1 ? 'this function, or take it' : 'these functions, or take each';
  return {
    words: `Delete ${what} out of the VPC${others > 0 ? ', and delete the other holders' : ''}: ${THEN}`,
    command: `aws lambda update-function-configuration --function-name ${functionName(functions[0]?.arn ?? '')} --vpc-config SubnetIds=[],SecurityGroupIds=[]${inRegion(facts)}`,
  };
}

function deleteVersion(facts: EniFacts): NextStep {
  const [first] = facts.holders.filter(({ kind }) => kind === 'version');
  const arn = first?.arn ?? '';
  return {
    words: `Delete the published versions (each by its number; aliases first move away from it): ${THEN}`,
    command: `aws lambda delete-function --function-name ${functionName(arn)} --qualifier ${publishedVersion(arn) ?? ''}${inRegion(facts)}`,
  };
}

function deleteMapping(facts: EniFacts): NextStep {
  const [first] = facts.holders.filter(({ kind }) => kind === 'event-source-mapping');
  return {
    words: `Delete the event source mapping, when its events may go unread: ${THEN}`,
    command: `aws lambda delete-event-source-mapping --uuid ${first?.arn.split(':').at(-1) ?? ''}${inRegion(facts)}`,
  };
}
