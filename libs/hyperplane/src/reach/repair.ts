import { known } from '../maybe';
import type { Destination, LambdaFunction } from '../network';
import { amend } from './amend';
import { type Amendment, creates } from './amendment';
import { answers, interfaceEndpoints } from './endpoints';
import { type Evaluation, evaluate } from './evaluate';
import { amendmentsOf, type Fact, factKey } from './fact';
import { tableOf } from './routes';
import { GATEWAY_SERVICES, serviceIn } from './services';
import type { View } from './view';
import { viewOf } from './view';

/** A fact and the subnets for which it was found. */
export interface Located {
  readonly fact: Fact;
  /** Ids; none for what concerns the function as a whole. */
  readonly subnets: readonly string[];
}

/** A set of facts that has to go, whole, and what is left to know then. */
export interface Repair {
  readonly facts: readonly Located[];
  /** Whether the destination is then reached for certain. */
  readonly isWhole: boolean;
}

/** A way to try: amendments to begin with, and the way whose facts are followed. */
interface Attempt {
  readonly seeds: readonly Fact[];
  readonly way: string;
}

/** More rounds than any way has things that can be wrong one behind the other. */
const MOST_ROUNDS = 8;

/**
 * The smallest set of facts such that mending all of them opens the way, and mending fewer does not: found by trying. Each
 * way there may be (the routes as they are, a gateway endpoint, an interface endpoint, IPv6) is mended in a copy of the
 * network until the destination is reached; then every fact is left out that is not needed. Among several of one size
 * those are preferred that need nothing new. Undefined when no amendment is known that would open it.
 */
export function repair(
  view: View,
  from: LambdaFunction,
  to: Destination,
  evaluation: Evaluation,
): Repair | undefined {
  // Where only doubt is left, what leaves doubt is no gain.
  const isDoubtOnly =
    evaluation.verdict === 'partial' &&
    attempts(view, evaluation, to).some(({ way }) => openFacts(evaluation, way).length === 0);
  const repairs = attempts(view, evaluation, to)
    .flatMap((attempt) => tryOut(view, from, to, attempt) ?? [])
    .filter(({ isWhole }) => isWhole || !isDoubtOnly);
  const cost = ({ facts, isWhole }: Repair): number[] => [
    isWhole ? 0 : 1,
    facts.length,
    facts.filter(({ fact }) => fact.amendment !== undefined && creates(fact.amendment)).length,
  ];
  return repairs.sort((a, b) => compare(cost(a), cost(b)))[0];
}

function tryOut(
  view: View,
  from: LambdaFunction,
  to: Destination,
  { seeds, way }: Attempt,
): Repair | undefined {
  const found = new Map<string, { fact: Fact; subnets: Set<string> }>();
  const add = (fact: Fact, subnets: readonly string[]): boolean => {
    const key = factKey(fact);
    const there = found.get(key);
    for (const id of subnets) there?.subnets.add(id);
    if (there === undefined) found.set(key, { fact, subnets: new Set(subnets) });
    return there === undefined;
  };
  const judgeWith = (facts: readonly Fact[]): Evaluation => {
    const network = amend(view.network, amendmentsOf(facts));
    const next = viewOf(network);
    return evaluate(next, next.function(from.id) ?? from, to);
  };
  const facts = (): Fact[] => [...found.values()].map(({ fact }) => fact);
  for (const seed of seeds) add(seed, []);
  let state: State = 'closed';
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const evaluation = judgeWith(facts());
    state = stateOf(evaluation, way);
    if (state !== 'closed') break;
    let isNew = false;
    for (const { fact, subnets } of openFacts(evaluation, way)) {
      if (fact.amendment === undefined) return undefined;
      isNew = add(fact, subnets) || isNew;
    }
    if (!isNew) return undefined;
  }
  if (state === 'closed' || found.size === 0) return undefined;
  // Again after each round that left something out: what was needed beside it may not be any more.
  for (let before = Infinity; found.size < before;) {
    before = found.size;
    for (const [key, each] of [...found]) {
      found.delete(key);
      if (rank(stateOf(judgeWith(facts()), way)) < rank(state)) found.set(key, each);
    }
  }
  return {
    facts: [...found.values()].map(({ fact, subnets }) => ({ fact, subnets: [...subnets] })),
    isWhole: state === 'open',
  };
}

/** Open: reached for certain. Unsure: nothing is left that is known to block. */
type State = 'open' | 'unsure' | 'closed';

function stateOf(evaluation: Evaluation, way: string): State {
  if (evaluation.verdict === 'yes') return 'open';
  return openFacts(evaluation, way).length === 0 ? 'unsure' : 'closed';
}

function rank(state: State): number {
  return ['closed', 'unsure', 'open'].indexOf(state);
}

/** What certainly blocks the way, by fact, where it does. */
function openFacts({ subnets, ways }: Evaluation, way: string): Located[] {
  const located = new Map<string, { fact: Fact; subnets: string[] }>();
  const parts = [{ id: undefined, verdict: 'no', ways }, ...subnets];
  for (const part of parts) {
    if (part.verdict === 'yes') continue;
    const followed = part.ways.find(({ name }) => name === way) ?? part.ways[0];
    for (const fact of followed?.facts ?? []) {
      if (fact.truth !== 'no') continue;
      const key = factKey(fact);
      const there = located.get(key) ?? { fact, subnets: [] };
      if (part.id !== undefined) there.subnets.push(part.id);
      located.set(key, there);
    }
  }
  return [...located.values()];
}

function attempts(view: View, evaluation: Evaluation, to: Destination): Attempt[] {
  const ways = [...new Set(evaluation.subnets.flatMap((subnet) => subnet.ways.map(({ name }) => name)))];
  const plain = ways.map((way) => ({ seeds: [], way }));
  const service = to.kind === 'service' ? to.service : to.kind === 'function' ? 'lambda' : undefined;
  if (service === undefined) return plain;
  const way = ways.find((name) => name === 'Invoke IPv4') ?? 'IPv4';
  return [...endpointSeeds(view, evaluation, service).map((seeds) => ({ seeds, way })), ...plain];
}

/** What an endpoint would need, or a new one. */
function endpointSeeds(view: View, { subnets }: Evaluation, service: string): Fact[][] {
  const closed = subnets
    .filter(({ verdict }) => verdict !== 'yes')
    .flatMap(({ id }) => view.subnet(id) ?? []);
  const ids = new Set(closed.map(({ vpc }) => known(vpc)));
  const [id] = ids;
  const vpc = id === undefined || ids.size > 1 ? undefined : view.vpc(id);
  if (vpc === undefined) return [];
  const missing = (what: 'interface' | 'gateway', amendment: Amendment): Fact => ({
    id: 'NO_ENDPOINT',
    kind: 'VPC_ENDPOINT',
    truth: 'no',
    subject: vpc.id,
    topic: `${what} ${service}`,
    say: () => `no endpoint for ${service} in ${vpc.name ?? vpc.id}, and no way to the internet`,
    amendment,
  });
  const seeds: Fact[][] = [];
  const existing = interfaceEndpoints(view, vpc.id, service);
  for (const endpoint of existing) seeds.push([...answers(endpoint, vpc).facts]);
  if (GATEWAY_SERVICES.has(service)) {
    const tables = [
      ...new Set(
        closed.flatMap((subnet) => {
          const table = tableOf(view, subnet);
          return typeof table === 'string' ? [] : [table.id];
        }),
      ),
    ];
    const gateway = view.network.endpoints.find(
      (each) => each.type === 'gateway' && each.vpc === vpc.id && serviceIn(view, each) === service,
    );
    if (gateway === undefined) {
      seeds.push([
        missing('gateway', { kind: 'add-gateway-endpoint', vpc: vpc.id, service, routeTables: tables }),
      ]);
    } else {
      seeds.push(tables.map((table) => notAssociated(view, gateway.id, table, service)));
    }
  }
  if (existing.length === 0) {
    const all = subnets.flatMap((subnet) => view.subnet(subnet.id)?.id ?? []);
    const endpoint = missing('interface', {
      kind: 'add-interface-endpoint',
      vpc: vpc.id,
      service,
      subnets: all,
    });
    const flags = answers({ ...EMPTY_ENDPOINT, vpc: vpc.id }, vpc).facts;
    seeds.push([endpoint, ...flags]);
  }
  return seeds.filter((each) => each.every(({ truth }) => truth === 'no'));
}

/** Stands for an endpoint that is to be made, to ask what else its names need. */
const EMPTY_ENDPOINT = {
  id: 'new',
  type: 'interface' as const,
  serviceName: '',
  subnets: [],
  securityGroups: [],
  privateDnsEnabled: true,
  routeTables: [],
  hasPolicy: false,
};

function notAssociated(view: View, endpoint: string, routeTable: string, service: string): Fact {
  const table = view.nameOf(view.routeTable, routeTable);
  return {
    id: 'ENDPOINT_NOT_IN_ROUTE_TABLE',
    kind: 'VPC_ENDPOINT',
    truth: 'no',
    subject: endpoint,
    topic: `${endpoint} ${routeTable}`,
    say: () =>
      `gateway endpoint ${view.nameOf(view.endpoint, endpoint)} for ${service} is not in route table ${table}`,
    amendment: { kind: 'associate-route-table', endpoint, routeTable },
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
