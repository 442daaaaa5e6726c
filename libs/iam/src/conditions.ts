import { parseOperator, type ConditionOperator } from './condition-operators';
import { toBoolean } from './comparers';
import { isRecord } from './one-or-many';
import type { RequestContext } from './request-context';
import { all, any, not, type Truth } from './truth';

/** One key under one operator, and how it came out. */
export interface ConditionResult {
  readonly truth: Truth;
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** Undefined when the request does not have the key. */
  readonly was: readonly string[] | undefined;
  /** Why it is unknown. */
  readonly problem?: string;
}

/** Evaluates a Condition block: every key under every operator, so that the first that failed can be shown. */
export function evaluateConditions(
  block: unknown,
  context: RequestContext,
  variables: boolean,
): readonly ConditionResult[] {
  if (block === undefined) return [];
  if (!isRecord(block)) return [malformed('Condition', '', 'a Condition is an object of operators')];
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) return [malformed(operator, '', `${operator} is an object of context keys`)];
    return Object.entries(keys).map(([key, wanted]) =>
      evaluateKey(operator, key, wanted, context, variables),
    );
  });
}

function evaluateKey(
  name: string,
  key: string,
  element: unknown,
  context: RequestContext,
  variables: boolean,
): ConditionResult {
  const wanted = scalars(element);
  const was = context.get(key.toLowerCase());
  const operator = parseOperator(name);
  if (operator === undefined)
    return { ...malformed(name, key, `AWS has no condition operator "${name}"`), was };
  if (wanted === undefined) {
    return { ...malformed(name, key, `the values of ${key} are texts, numbers or booleans`), was };
  }
  const result = { operator: name, key, wanted, was };
  if (operator.test.kind === 'null') {
    const truths = wanted.map((text) => {
      const absent = toBoolean(text);
      return absent === undefined ? 'unknown' : absent === (was === undefined);
    });
    return withProblem({ ...result, truth: any(truths) }, 'Null takes "true" or "false"');
  }
  if (was === undefined) {
    const truth = truthWithoutKey(operator, operator.test.negated);
    return withProblem(
      { ...result, truth },
      'AWS does not document ForAnyValue with IfExists on an absent key',
    );
  }
  return withProblem(
    { ...result, truth: compareAll(operator, operator.test, wanted, was, { context, variables }) },
    was.length > 1 && operator.set === undefined
      ? `${key} has several values, which needs ForAllValues or ForAnyValue`
      : 'the value is not of the type that the operator compares, or a variable in it has no value',
  );
}

/**
 * Without the key a condition is false, with IfExists true, with a negated operator true ("IAM JSON policy
 * elements: Condition operators"); ForAllValues is true of nothing, ForAnyValue false ("Set operators for
 * multivalued context keys").
 */
function truthWithoutKey(operator: ConditionOperator, negated: boolean): Truth {
  if (operator.set === 'ForAllValues') return true;
  if (operator.set === 'ForAnyValue') return operator.ifExists ? 'unknown' : false;
  return operator.ifExists || negated;
}

function compareAll(
  operator: ConditionOperator,
  test: Extract<ConditionOperator['test'], { kind: 'compare' }>,
  wanted: readonly string[],
  was: readonly string[],
  scope: { context: RequestContext; variables: boolean },
): Truth {
  const { negated, comparer } = test;
  const single = (given: string): Truth => {
    const match = any(wanted.map((each) => comparer(given, each, { ...scope, negated })));
    return negated ? not(match) : match;
  };
  if (operator.set === 'ForAllValues') return was.every((given) => given === '') || all(was.map(single));
  if (operator.set === 'ForAnyValue') return any(was.map(single));
  const [only] = was;
  return was.length === 1 && only !== undefined ? single(only) : 'unknown';
}

function scalars(element: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(element) ? element : [element];
  const valid = list.every((each) => ['string', 'number', 'boolean'].includes(typeof each));
  return valid && list.length > 0 ? list.map(String) : undefined;
}

function withProblem(result: ConditionResult, problem: string): ConditionResult {
  return result.truth === 'unknown' ? { ...result, problem } : result;
}

function malformed(operator: string, key: string, problem: string): ConditionResult {
  return { truth: 'unknown', operator, key, wanted: [], was: undefined, problem };
}
