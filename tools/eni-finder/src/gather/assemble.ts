import { functionName } from '../arn';
import { firstUser, isBeingMade, isLambdaEni, keyOf } from '../lambda-eni';
import type { Eni, FunctionState, Holder } from '../model';
import type { EniReport } from '../report';
import type { EniFacts, Updating } from '../verdict/facts';
import { isForeign } from '../verdict/in-use';
import { judge } from '../verdict/judge';
import type { Asked } from './asked';
import type { Attempt } from './attempt';
import type { FunctionPass } from './function-pass';
import type { EniHistory, History } from './history';
import { describedBy, type MappingPass } from './mapping-pass';
import type { RoleAnswer, Roles } from './roles';
import type { States } from './states';

/** Of how many functions with one interface the state is asked for: each is a call of its own. */
export const STATES_PER_ENI = 10;
/** Of how many interfaces in use, at a time, functions and roles are looked at one by one: more would take minutes. */
const DETAILED = 20;
/** Of how many functions that were modified lately it is asked whether the update is over. */
const UPDATES_ASKED = 50;

/** Whether what holds these interfaces is looked at one by one: each function's state, and what each role may do. */
export function isDetailed(asked: Asked): boolean {
  return asked.keys.size <= DETAILED;
}

/** All that the passes brought. */
export interface Gathered {
  readonly asked: Asked;
  readonly account: Attempt<string>;
  readonly functionPass: FunctionPass;
  readonly mappingPass: MappingPass;
  /** What was missing, where not all functions went by. */
  readonly functionsMissing: string | undefined;
  readonly mappingsMissing: string | undefined;
  readonly trailMissing: string | undefined;
  readonly history: History;
  readonly roles: Roles;
  readonly states: States;
}

interface Search {
  readonly now: Date;
  readonly region: string | undefined;
  /** Undefined where no interface is Lambda's. */
  readonly gathered: Gathered | undefined;
}

/** The answer for one interface. */
export async function assemble(eni: Eni, { now, region, gathered }: Search): Promise<EniReport> {
  const facts =
    gathered === undefined || !isLambdaEni(eni)
      ? { ...NOTHING, eni, now, region }
      : await factsOf(eni, now, region, gathered);
  const { verdict, since, until, because, next } = judge(facts);
  return {
    eni,
    networkInterfaceId: eni.id,
    verdict,
    // AWS's script shows the same: each of them may be the one.
    holders: verdict === 'SG_CHANGED_OUTSIDE' ? facts.sameSubnet : facts.holders,
    status: eni.status,
    since,
    until,
    next,
    partial: facts.partial,
    because,
    role: facts.role,
  };
}

const NOTHING: Omit<EniFacts, 'eni' | 'now' | 'region'> = {
  account: undefined,
  holders: [],
  functionsKnown: true,
  mappingsKnown: true,
  hiddenNetworks: [],
  states: new Map(),
  updating: [],
  sameSubnet: [],
  trail: { release: undefined, groupChange: undefined },
  role: undefined,
  partial: [],
};

async function factsOf(
  eni: Eni,
  now: Date,
  region: string | undefined,
  gathered: Gathered,
): Promise<EniFacts> {
  const { account, functionPass, mappingPass, functionsMissing, mappingsMissing, trailMissing } = gathered;
  const key = keyOf(eni);
  const foreign = isForeign({ eni, account: account.value });
  const holders = foreign
    ? []
    : [...(functionPass.holders.get(key) ?? []), ...(mappingPass.holders.get(key) ?? [])];
  const base = {
    ...NOTHING,
    eni,
    now,
    region,
    account: account.value,
    holders,
    functionsKnown: functionsMissing === undefined,
    mappingsKnown: mappingsMissing === undefined,
  };
  if (foreign) return base;
  if (holders.length > 0) {
    const states = await heldStates(holders, gathered);
    const role = await heldRole(key, gathered);
    return {
      ...base,
      states: states.byArn,
      role: role?.facts,
      partial: named(functionsMissing, mappingsMissing, ...states.missing, ...(role?.missing ?? [])),
    };
  }
  const history = gathered.history.of(eni);
  const [updates, role] = await Promise.all([
    updatesOf(eni, now, history, gathered),
    formerRole(eni, history, gathered),
  ]);
  const hiddenNetworks = [...mappingPass.hidden];
  const isNew = isBeingMade(eni);
  return {
    ...base,
    // What is being made is nobody's old one: who is moved waits for it, and has it.
    holders: isNew
      ? updates.updating.filter(({ arn }) => functionName(arn) === firstUser(eni)).map(asHolder)
      : [],
    hiddenNetworks,
    updating: isNew ? [] : updates.updating,
    sameSubnet: functionPass.inSubnet.get(eni.subnetId) ?? [],
    trail:
      trailMissing === undefined || (history.release ?? history.groupChange) !== undefined
        ? history
        : undefined,
    role: role?.facts,
    partial: named(
      functionsMissing,
      mappingsMissing,
      ...hiddenNetworks.map((source) => `${describedBy(source)} (not asked: the network of ${source})`),
      trailMissing,
      account.missing,
      ...updates.missing,
      ...(role?.missing ?? []),
    ),
  };
}

function asHolder({ arn }: Updating): Holder {
  return { kind: 'function', arn };
}

async function heldStates(
  holders: readonly Holder[],
  { asked, states }: Gathered,
): Promise<{ byArn: Map<string, FunctionState>; missing: (string | undefined)[] }> {
  const isAsked = (holder: Holder): boolean => isDetailed(asked) && holder.kind === 'function';
  const functions = holders.filter(isAsked).slice(0, STATES_PER_ENI);
  const answers = await Promise.all(functions.map(async ({ arn }) => ({ arn, ...(await states.of(arn)) })));
  const byArn = new Map<string, FunctionState>();
  for (const { arn, value } of answers) if (value !== undefined) byArn.set(arn, value);
  return { byArn, missing: answers.map(({ missing }) => missing) };
}

/** Of a mapping alone the role is not known: it is its function's, and asked for nowhere else. */
async function heldRole(
  key: string,
  { asked, functionPass, roles }: Gathered,
): Promise<RoleAnswer | undefined> {
  const arn = functionPass.roles.get(key);
  if (arn === undefined || isDetailed(asked)) return arn === undefined ? undefined : roles.named(arn);
  return { facts: { arn, id: undefined, exists: undefined, mayDelete: undefined }, missing: [] };
}

/**
 * With whose role Lambda deletes an interface that nobody uses: that of the last who did, by CloudTrail; that of the
 * function it is named after, where it is still there; else the role whose id AWS noted as the interface's requester.
 */
async function formerRole(
  eni: Eni,
  history: EniHistory,
  { functionPass, roles }: Gathered,
): Promise<RoleAnswer | undefined> {
  const arn = history.role ?? functionPass.rolesByName.get(firstUser(eni) ?? '');
  if (arn !== undefined) return roles.named(arn);
  const id = eni.requesterId?.split(':')[0];
  // AROA: a role. AIDA, a number or a name: somebody else.
  return id?.startsWith('AROA') ? roles.withId(id) : undefined;
}

/** Functions that are being moved away from an interface, or may be. */
async function updatesOf(
  eni: Eni,
  now: Date,
  { moved, elsewhere }: EniHistory,
  { functionPass, states }: Gathered,
): Promise<{ updating: Updating[]; missing: (string | undefined)[] }> {
  const name = firstUser(eni);
  const candidates = functionPass.recent
    .filter(({ arn, subnets }) => {
      const each = functionName(arn);
      if (each === name || moved.has(each)) return true;
      return subnets.includes(eni.subnetId) && !elsewhere.has(each);
    })
    .sort((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, UPDATES_ASKED);
  const answers = await Promise.all(
    candidates.map(async ({ arn, at }) => ({ arn, at, ...(await states.of(arn)) })),
  );
  const updating = answers
    .filter(({ value }) => value?.lastUpdateStatus === 'InProgress')
    // A clock that is ahead of ours is no reason for a date to come.
    .map(({ arn, at }) => ({ arn, since: at > now ? now : at }));
  return { updating, missing: answers.map(({ missing }) => missing) };
}

function named(...missing: (string | undefined)[]): string[] {
  return [...new Set(missing.filter((each) => each !== undefined))];
}
