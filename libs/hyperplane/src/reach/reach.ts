import { HyperplaneError } from '../errors';
import { isUnknown, known, nameOf } from '../maybe';
import type { Destination, LambdaFunction, Network } from '../network';
import { listed } from '../words';
import type { Amendment } from './amendment';
import { interfaceEndpoints } from './endpoints';
import { type Evaluation, evaluate, type SubnetEvaluation } from './evaluate';
import { amendmentsOf, distinct, type Fact, factKey, type FactKind } from './fact';
import { adviceFor, remedyText } from './remedy';
import { type Located, repair } from './repair';
import type { Verdict } from './verdict';
import { type View, viewOf } from './view';
import { LOCAL_ROUTE } from './ways';

/** Whether a function reaches a destination, from where, and what would have to change. */
export interface Reach {
  /** The function's name. */
  readonly from: string;
  /** The destination as text: `internet`, `example.com:443`, `s3`. */
  readonly to: string;
  readonly verdict: Verdict;
  /** Every subnet of the function; none when it is not in a VPC. */
  readonly subnets: readonly SubnetReach[];
  /** In one line: by which way it is reached, or what blocks it. */
  readonly because: string;
  /**
   * The smallest set of facts that blocks: with all of them mended the destination is reached, with one of them left it is
   * not. Of an answer that is partial because the template does not tell, what is not known.
   */
  readonly blockedBy: readonly Blocker[];
  /** The shortest change that would make it a yes; null when it is one, or when none is known. */
  readonly remedy: string | null;
  /** The remedy as data. */
  readonly amendments: readonly Amendment[];
  /** What a network cannot decide: authorisation, policies. */
  readonly notes: readonly string[];
}

/** One subnet's verdict. */
export interface SubnetReach {
  /** The subnet's id. */
  readonly subnet: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** By which way, or what blocks. */
  readonly because: string;
}

/** One fact, or several that are one sentence. */
export interface Blocker {
  /** `NO_ROUTE`, `GROUP_EGRESS`, …; stable. */
  readonly id: string;
  readonly kind: FactKind;
  /** The ids of what it is about: route tables, groups, ACLs, endpoints. */
  readonly subjects: readonly string[];
  /** The subnets of the function for which it holds. */
  readonly subnets: readonly string[];
  readonly message: string;
}

/**
 * Whether a function reaches a destination, by the network alone: evaluated from every subnet that it has.
 *
 * @param from the function's id or name
 * @throws HyperplaneError `UNKNOWN_FUNCTION`
 * @example
 * reach(network, 'test-lambda-01', { kind: 'internet' }).verdict; // 'no'
 */
export function reach(network: Network, from: string, to: Destination): Reach {
  const view = viewOf(network);
  return reachOf(view, functionNamed(view, from), to);
}

/** What functions reach, one row a function: every function of the template, and destinations that are asked for. */
export function matrix(
  network: Network,
  to: readonly Destination[],
  from: readonly string[] = network.functions.map(({ id }) => id),
): Reach[] {
  const view = viewOf(network);
  const ask = reacher(view);
  return from.flatMap((id) => {
    const each = functionNamed(view, id);
    return to.map((destination) => ask(each, destination));
  });
}

/** Answers as `reach` does, and each question about one VpcConfig only once. */
export function reacher(view: View): (from: LambdaFunction, to: Destination) => Reach {
  const answers = new Map<string, Reach>();
  return (from, to) => {
    // Functions with the same VpcConfig reach the same; only what is said of the function itself differs.
    const key = JSON.stringify([placeOf(from), to]);
    const there = answers.get(key);
    const answer = there === undefined || isPersonal(there) ? reachOf(view, from, to) : there;
    answers.set(key, answer);
    return { ...answer, from: nameOf(from) };
  };
}

/** A function's place, the same for sets that are the same. */
function placeOf({ vpcConfig }: LambdaFunction): unknown {
  if (vpcConfig === undefined || isUnknown(vpcConfig)) return vpcConfig ?? null;
  const { subnets, securityGroups } = vpcConfig;
  // The order of subnets is that of the answer; the order of groups is nobody's.
  return {
    ...vpcConfig,
    subnets,
    securityGroups: isUnknown(securityGroups) ? securityGroups : [...securityGroups].sort(),
  };
}

/** Whether an answer names the function that it was given for. */
function isPersonal({ subnets, amendments, verdict }: Reach): boolean {
  return (subnets.length === 0 && verdict !== 'yes') || amendments.some(({ kind }) => kind === 'allow-ipv6');
}

/** The function of that id or, if there is none, of that name. */
export function functionNamed(view: View, from: string): LambdaFunction {
  const found = view.function(from) ?? view.network.functions.find(({ name }) => name === from);
  if (found !== undefined) return found;
  const names = listed(view.network.functions.map(nameOf).sort().slice(0, 10));
  throw new HyperplaneError(
    'UNKNOWN_FUNCTION',
    `no function is called "${from}"${names === '' ? ', the template has none' : `; there are ${names}`}`,
  );
}

/** The destination as people write it. */
export function destinationText(view: View, to: Destination): string {
  switch (to.kind) {
    case 'internet':
      return 'internet';
    case 'host':
      return `${to.host.includes(':') ? `[${to.host}]` : to.host}:${to.port}`;
    case 'cidr':
      return to.port === undefined ? to.cidr : `${to.cidr} port ${to.port}`;
    case 'function':
      return view.nameOf(view.function, to.function);
    case 'function-url':
      return to.function === undefined
        ? 'a function URL'
        : `URL of ${view.nameOf(view.function, to.function)}`;
    case 'service':
      return to.service;
    case 'resource':
      return view.nameOf(view.resource, to.resource);
  }
}

function reachOf(view: View, from: LambdaFunction, to: Destination): Reach {
  const evaluation = evaluate(view, from, to);
  const { verdict } = evaluation;
  const base = {
    from: nameOf(from),
    to: destinationText(view, to),
    verdict,
    subnets: evaluation.subnets.map(subnetReach),
    notes: notesOn(view, evaluation, to),
  };
  if (verdict === 'yes') {
    const because = `by ${[...new Set([...evaluation.ways, ...evaluation.subnets.flatMap(best)].map(({ via }) => via))].join(' and ')}`;
    return { ...base, because, blockedBy: [], remedy: null, amendments: [] };
  }
  const found = repair(view, from, to, evaluation);
  const unknown = located(evaluation, 'unknown');
  const no = found?.facts ?? located(evaluation, 'no');
  const facts = found?.isWhole === true ? no : [...no, ...(verdict === 'no' ? [] : unknown)];
  const blockedBy = blockersOf(facts, evaluation);
  const amendments = amendmentsOf(found?.facts.map(({ fact }) => fact) ?? []);
  const remedy =
    amendments.length > 0
      ? remedyText(view, amendments)
      : adviceFor(
          view,
          no.map(({ fact }) => fact),
        );
  return {
    ...base,
    because: blockedBy.map(({ message }) => message).join('; '),
    blockedBy,
    remedy,
    amendments,
  };
}

function subnetReach(subnet: SubnetEvaluation): SubnetReach {
  const { id, name, verdict } = subnet;
  const [way] = best(subnet);
  const messages = [...new Set((way?.facts ?? []).map(({ say }) => say(name)))];
  return { subnet: id, name, verdict, because: verdict === 'yes' ? (way?.via ?? '') : messages.join('; ') };
}

/** The way that counts: the first of the best. */
function best({ ways, verdict }: SubnetEvaluation): SubnetEvaluation['ways'] {
  return ways.filter((way) => way.verdict === verdict).slice(0, 1);
}

/** The facts of one truth over all subnets that are not reached. */
function located({ subnets, ways }: Evaluation, truth: Fact['truth']): Located[] {
  const found = new Map<string, { fact: Fact; subnets: string[] }>();
  const look = (facts: readonly Fact[], id?: string): void => {
    for (const fact of distinct(facts)) {
      if (fact.truth !== truth) continue;
      const there = found.get(factKey(fact)) ?? { fact, subnets: [] };
      if (id !== undefined) there.subnets.push(id);
      found.set(factKey(fact), there);
    }
  };
  for (const way of ways) look(way.facts);
  for (const subnet of subnets) {
    if (subnet.verdict !== 'yes')
      look(
        best(subnet).flatMap(({ facts }) => facts),
        subnet.id,
      );
  }
  return [...found.values()];
}

/** Facts of the same id and topic become one sentence, about all their subnets. */
function blockersOf(facts: readonly Located[], { subnets }: Evaluation): Blocker[] {
  const groups = new Map<string, Located[]>();
  for (const each of facts) {
    const key = JSON.stringify([each.fact.id, each.fact.topic]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((same): Blocker[] => {
    const [first] = same;
    if (first === undefined) return [];
    const ids = new Set(same.flatMap((each) => each.subnets));
    const mine = subnets.filter(({ id }) => ids.has(id));
    return [
      {
        id: first.fact.id,
        kind: first.fact.kind,
        subjects: [...new Set(same.map(({ fact }) => fact.subject))],
        subnets: mine.map(({ id }) => id),
        message: first.fact.say(
          whereText(
            mine.map(({ name }) => name),
            subnets.length,
          ),
        ),
      },
    ];
  });
}

function whereText(names: readonly string[], total: number): string {
  if (names.length < 2 || names.length < total) return names.length === 0 ? 'its subnets' : listed(names);
  return total === 2 ? 'both subnets' : `all ${total} subnets`;
}

function notesOn(view: View, { subnets, verdict }: Evaluation, to: Destination): string[] {
  if (verdict === 'no') return [];
  const notes: string[] = [];
  if (to.kind === 'function-url' || to.kind === 'function') {
    const target = to.function === undefined ? undefined : view.function(to.function);
    const authType = target?.url === undefined ? undefined : known(target.url.authType);
    if (authType === 'AWS_IAM')
      notes.push('the URL answers to signed requests of those who may invoke it only (AWS_IAM)');
    if (authType === 'NONE') notes.push('the URL answers to everybody (NONE)');
  }
  const service = to.kind === 'service' ? to.service : to.kind === 'function' ? 'lambda' : undefined;
  if (service !== undefined) {
    const vpcs = new Set(subnets.flatMap(({ id }) => known(view.subnet(id)?.vpc) ?? []));
    const gateways = view.network.endpoints.filter(
      ({ type, vpc, serviceName }) =>
        type === 'gateway' && !isUnknown(vpc) && vpcs.has(vpc) && known(serviceName)?.endsWith(`.${service}`),
    );
    const endpoints = [...[...vpcs].flatMap((vpc) => interfaceEndpoints(view, vpc, service)), ...gateways];
    for (const endpoint of endpoints) {
      if (endpoint.hasPolicy !== false)
        notes.push(`the policy of endpoint ${nameOf(endpoint)} may refuse what the network lets through`);
    }
  }
  if (
    (to.kind === 'cidr' || to.kind === 'host') &&
    subnets.some(({ ways }) => ways.some(({ via }) => via.includes(LOCAL_ROUTE)))
  ) {
    notes.push('what has the address has security groups of its own, which have to let it in');
  }
  return notes;
}
