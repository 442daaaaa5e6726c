import { type Check, distinct, doubtful, type Fact } from './fact';
import type { Truth } from './truth';

/** `partial`: for a part of it, from some of the subnets, or as far as is known. */
export type Verdict = 'yes' | 'no' | 'partial';

/** One way to a destination, judged for all that it has to carry. */
export interface JudgedWay {
  /** What it is called: `IPv4`, `IPv6`. */
  readonly name: string;
  readonly verdict: Verdict;
  /** What is not, or not certainly, as it has to be. */
  readonly facts: readonly Fact[];
  /** Over what it goes. */
  readonly via: string;
}

/** All have to get there. */
export function judge(name: string, checks: readonly (Check & { readonly via: string })[]): JudgedWay {
  const verdict = allOf(checks.map(({ truth }) => verdictOf(truth)));
  const via = [...new Set(checks.map((check) => check.via))].filter((text) => text !== '');
  return { name, verdict, facts: distinct(checks.flatMap(({ facts }) => facts)), via: via.join(', ') };
}

/** All of them yes, all of them no, or partial. Of nothing nothing is known. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  const [first = 'partial'] = verdicts;
  return verdicts.every((verdict) => verdict === first) ? first : 'partial';
}

/** The best of several ways. */
export function bestOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.every((verdict) => verdict === 'no') ? 'no' : 'partial';
}

/** A way that reaches only some of what has the name. */
export function atMostPartial(way: JudgedWay, subject: string, reason: string): JudgedWay {
  if (way.verdict !== 'yes') return way;
  return { ...way, verdict: 'partial', facts: doubtful('ONLY_IPV6', subject, reason).facts };
}

/** Also that has to hold. */
export function withCheck(way: JudgedWay, { truth, facts }: Check): JudgedWay {
  if (truth === 'yes') return way;
  const verdict = truth === 'no' || way.verdict === 'no' ? 'no' : 'partial';
  return { ...way, verdict, facts: distinct([...way.facts, ...facts]) };
}

function verdictOf(truth: Truth): Verdict {
  return truth === 'unknown' ? 'partial' : truth;
}
