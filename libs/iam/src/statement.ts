import { matchesResource } from './arn';
import type { AuthorizationRequest, PolicySource } from './authorization';
import { evaluateConditions, type ConditionResult } from './conditions';
import { strings } from './one-or-many';
import { matchesPattern, parsePattern } from './pattern';
import type { PolicyStatement } from './policy-document';
import { readPolicyText } from './policy-variables';
import { exempts, matchPrincipal, type Naming } from './principal';
import type { RequestContext } from './request-context';
import { all, any, not, type Truth } from './truth';

/** A statement with where it was found. */
export interface LocatedStatement {
  readonly source: PolicySource;
  readonly policy: string;
  readonly statement: PolicyStatement;
  /** Whether `${…}` is a variable: in policies of version 2012-10-17. */
  readonly variables: boolean;
}

/** What came of a statement. */
export interface StatementResult extends LocatedStatement {
  /** Whether every element matched. */
  readonly truth: Truth;
  readonly action: Truth;
  readonly resource: Truth;
  readonly principal: Truth;
  readonly conditions: readonly ConditionResult[];
  /** How the Principal element names the caller. */
  readonly namings: ReadonlySet<Naming>;
  /** What AWS would have refused to store. */
  readonly problems: readonly string[];
}

/** The request, with what every statement needs of it. */
export interface Question {
  readonly request: AuthorizationRequest;
  readonly context: RequestContext;
  readonly hasBoundary: boolean;
}

const UNRELATED = {
  truth: false,
  action: false,
  resource: false,
  principal: false,
  conditions: [],
  namings: new Set<Naming>(),
  problems: [],
} as const;

interface Element {
  readonly truth: Truth;
  readonly problem?: string | undefined;
}

/** Holds a statement against a request, element by element. */
export function evaluateStatement(located: LocatedStatement, question: Question): StatementResult {
  const { statement, source, variables } = located;
  const { request, context } = question;
  const action = matchAction(statement, request.action);
  // Most statements speak of other actions; what else they say then matters to nobody.
  if (action.truth === false) return { ...located, ...UNRELATED };
  const resource = matchResourceElement(statement, source, request.resource, context, variables);
  const principal = matchPrincipalElement(statement, source, question);
  const conditions = evaluateConditions(statement.Condition, context, variables);
  const effect = statement.Effect as unknown;
  const effectProblem =
    effect === 'Allow' || effect === 'Deny'
      ? undefined
      : `Effect is Allow or Deny, not ${JSON.stringify(effect)}`;
  const truth = all([
    action.truth,
    resource.truth,
    principal.truth,
    ...conditions.map((condition) => condition.truth),
  ]);
  const problems = [effectProblem, action.problem, resource.problem, principal.problem].concat(
    conditions.map((condition) => condition.problem),
  );
  return {
    ...located,
    truth,
    action: action.truth,
    resource: resource.truth,
    principal: principal.truth,
    conditions,
    namings: principal.namings,
    problems: problems.filter((problem) => problem !== undefined),
  };
}

function matchAction(statement: PolicyStatement, action: string): Element {
  const { Action, NotAction } = statement;
  if ((Action === undefined) === (NotAction === undefined)) {
    return { truth: 'unknown', problem: 'a statement has either Action or NotAction' };
  }
  const patterns = strings(Action ?? NotAction);
  if (patterns === undefined) {
    return { truth: 'unknown', problem: 'Action and NotAction hold a text or a list of texts' };
  }
  // Names of actions are not case-sensitive ("IAM JSON policy elements: Action").
  const name = action.toLowerCase();
  const bad = patterns.find((pattern) => !/^(\*|[\w*?-]+:\S+)$/.test(pattern));
  const matched = any(
    patterns.map((pattern) =>
      pattern === bad ? 'unknown' : matchesPattern(parsePattern(pattern.toLowerCase()), name),
    ),
  );
  return {
    truth: Action === undefined ? not(matched) : matched,
    problem: bad === undefined ? undefined : `"${bad}" is not of the form service:action`,
  };
}

function matchResourceElement(
  statement: PolicyStatement,
  source: PolicySource,
  resource: string,
  context: RequestContext,
  variables: boolean,
): Element {
  const { Resource, NotResource } = statement;
  if (Resource === undefined && NotResource === undefined) {
    // A trust policy has no Resource: it speaks of the role that it is attached to.
    return source === 'resource'
      ? { truth: true }
      : { truth: 'unknown', problem: 'a statement has either Resource or NotResource' };
  }
  if (Resource !== undefined && NotResource !== undefined) {
    return { truth: 'unknown', problem: 'a statement has either Resource or NotResource' };
  }
  const patterns = strings(Resource ?? NotResource);
  if (patterns === undefined) {
    return { truth: 'unknown', problem: 'Resource and NotResource hold a text or a list of texts' };
  }
  const negated = Resource === undefined;
  const problems: string[] = [];
  const truths = patterns.map((text): Truth => {
    const read = readPolicyText(text, context, { wildcards: true, variables });
    if ('pattern' in read) return matchesResource(read.pattern, resource);
    problems.push(`the request has no value for ${read.unresolved} in "${text}"`);
    return negated ? 'unknown' : false;
  });
  const matched = any(truths);
  return { truth: negated ? not(matched) : matched, problem: problems[0] };
}

function matchPrincipalElement(
  statement: PolicyStatement,
  source: PolicySource,
  question: Question,
): Element & { readonly namings: ReadonlySet<Naming> } {
  const { Principal, NotPrincipal } = statement;
  const nobody: ReadonlySet<Naming> = new Set();
  if (source !== 'resource') {
    if (Principal === undefined && NotPrincipal === undefined) return { truth: true, namings: nobody };
    return { truth: 'unknown', namings: nobody, problem: 'only a resource-based policy has a Principal' };
  }
  const caller = question.request.caller;
  if (Principal !== undefined && NotPrincipal === undefined) return matchPrincipal(Principal, caller);
  if (NotPrincipal !== undefined && Principal === undefined) {
    if (statement.Effect === 'Allow') {
      return { truth: 'unknown', namings: nobody, problem: 'NotPrincipal is supported with Deny only' };
    }
    // A boundary makes Deny with NotPrincipal apply to everyone ("AWS JSON policy elements: NotPrincipal").
    return { truth: question.hasBoundary || !exempts(NotPrincipal, caller), namings: nobody };
  }
  const problem = 'a statement of a resource-based policy has either Principal or NotPrincipal';
  return { truth: 'unknown', namings: nobody, problem };
}
