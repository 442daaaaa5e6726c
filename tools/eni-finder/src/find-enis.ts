import { isForeign } from './verdict/in-use';
import { isLambdaEni, keyOf } from './lambda-eni';
import type { Eni, FunctionVersion } from './model';
import type { EniQuery } from './query';
import { notFound, type EniReport } from './report';
import type { Source } from './source';
import { askedOf } from './gather/asked';
import { assemble, isDetailed, STATES_PER_ENI, type Gathered } from './gather/assemble';
import { attempt, type Attempt } from './gather/attempt';
import { eager } from './gather/eager';
import { FunctionPass } from './gather/function-pass';
import { History } from './gather/history';
import { limit } from './gather/limit';
import { MappingPass } from './gather/mapping-pass';
import { Roles } from './gather/roles';
import { States } from './gather/states';
import { lookUpTrail } from './gather/trail';

/** How many look-ups of single things run beside the passes. */
const LOOK_UPS_AT_A_TIME = 10;

/** What a search takes besides its question. */
export interface FindOptions {
  /** @default the clock's */
  readonly now?: Date;
  /** Told after every page how many functions and versions have gone by. */
  readonly progress?: (functions: number) => void;
}

/**
 * Says of every interface that is meant why it is there: who holds it, how long still, and what to do.
 *
 * The pages of functions come one after the other, as AWS gives them, and once for all interfaces; everything else is
 * asked for beside them.
 *
 * @returns in the order of AWS; ids that were asked for and are not there come last, with status `not-found`
 * @throws EniFinderError where AWS cannot be asked at all
 */
export async function findEnis(
  source: Source,
  query: EniQuery,
  { now = new Date(), progress = () => undefined }: FindOptions = {},
): Promise<EniReport[]> {
  const ending = new AbortController();
  try {
    // The first page is on its way before it is known what to look for: a call less to wait for.
    const pages = eager(source.functions(ending.signal));
    const account = attempt(() => source.account());
    quietly(account);
    const enis = await collect(source.enis(query));
    const gathered = enis.some(isLambdaEni)
      ? await gather(source, enis, { now, progress, pages, account, ending })
      : undefined;
    const found = new Set(enis.map(({ id }) => id));
    const region = await source.region();
    return [
      ...(await Promise.all(enis.map((eni) => assemble(eni, { now, region, gathered })))),
      ...query.enis.filter((id) => !found.has(id)).map((id) => notFound(id, region)),
    ];
  } finally {
    ending.abort();
  }
}

const NO_TRAIL: Awaited<ReturnType<typeof lookUpTrail>> = { value: [], missing: undefined };

interface Search {
  readonly now: Date;
  readonly progress: (functions: number) => void;
  readonly pages: AsyncIterable<readonly FunctionVersion[]>;
  readonly account: Promise<Attempt<string>>;
  readonly ending: AbortController;
}

async function gather(source: Source, enis: readonly Eni[], search: Search): Promise<Gathered> {
  const asked = askedOf(enis);
  const atATime = limit(LOOK_UPS_AT_A_TIME);
  const [roles, states] = [new Roles(source, atATime), new States(source, atATime)];
  const functionPass = new FunctionPass(asked, search.now, (holder, key) => {
    if (holder.kind !== 'function' || !isDetailed(asked)) return;
    // Beside the pages: after the last there is little left to wait for.
    if ((functionPass.holders.get(key)?.length ?? 0) <= STATES_PER_ENI) quietly(states.of(holder.arn));
    const role = functionPass.roles.get(key);
    if (role !== undefined) quietly(roles.named(role));
  });
  const mappingPass = new MappingPass(asked);

  const trailEnding = new AbortController();
  const trailSignal = AbortSignal.any([search.ending.signal, trailEnding.signal]);
  const trail = lookUpTrail(source, trailSignal);
  quietly(trail);
  const [functions, mappings] = await Promise.all([
    attempt(async () => {
      for await (const page of search.pages) {
        functionPass.take(page);
        search.progress(functionPass.count);
      }
    }),
    attempt(async () => {
      for await (const page of source.mappings(search.ending.signal)) mappingPass.take(page);
    }),
  ]);

  const account = await search.account;
  const isHeld = (eni: Eni): boolean =>
    !isLambdaEni(eni) ||
    isForeign({ eni, account: account.value }) ||
    functionPass.holders.has(keyOf(eni)) ||
    mappingPass.holders.has(keyOf(eni));
  // Of what is held nobody asks since when it is not.
  const isTrailNeeded = !enis.every(isHeld);
  const { value: events = [], missing } = isTrailNeeded ? await trail : NO_TRAIL;
  trailEnding.abort();
  return {
    asked,
    account,
    functionPass,
    mappingPass,
    functionsMissing: functions.missing,
    mappingsMissing: mappings.missing,
    trailMissing: missing,
    history: new History(events),
    roles,
    states,
  };
}

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** What fails before anybody waits for it is no crash. */
function quietly(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
