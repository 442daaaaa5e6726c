import type { AuthorizationRequest, Caller, Decision } from './authorization';
import type { ConditionResult } from './conditions';
import type { Limits } from './limits';
import { principalArn } from './request-context';
import type { StatementResult } from './statement';

/** Why it was allowed; without a statement it was the root user of the account. */
export function explainAllow(request: AuthorizationRequest, by: StatementResult | undefined): string {
  const what = `${request.action} on ${request.resource} is allowed for ${nameOf(request.caller)}`;
  return by === undefined
    ? `${what}: the root user has full access in its account`
    : `${what} by ${describe(by)}`;
}

/** Why it was explicitly denied. */
export function explainDeny(request: AuthorizationRequest, by: StatementResult): string {
  const what = `${request.action} on ${request.resource} is explicitly denied for ${nameOf(request.caller)} by ${describe(by)}`;
  if (by.truth === true && by.problems.length === 0) return `${what}; no Allow outweighs a Deny`;
  const [problem = 'part of it cannot be evaluated'] = by.problems;
  return `${what}, which AWS would not accept or which cannot be evaluated (${problem}): to be safe it denies`;
}

/** Why nothing allowed it: what limits it, or the nearest statement and what it failed at; and what to add. */
export function explainNothing(
  request: AuthorizationRequest,
  results: readonly StatementResult[],
  limits: Limits,
  crossAccount: boolean,
): string {
  const what = `${request.action} on ${request.resource} is not allowed for ${nameOf(request.caller)}`;
  return `${what}: ${whyNothing(request, results, limits, crossAccount)}`;
}

/** The grant that would be needed. Context keys of the action's own service become its condition. */
export function missingGrant(request: AuthorizationRequest): NonNullable<Decision['missing']> {
  const service = request.action.split(':')[0]?.toLowerCase() ?? '';
  const own = Object.entries(request.context ?? {}).filter(
    ([key, value]) => key.toLowerCase().startsWith(`${service}:`) && !Array.isArray(value),
  );
  const block: Record<string, Record<string, string>> = {};
  for (const [key, value] of own) {
    const operator =
      typeof value === 'boolean' ? 'Bool' : typeof value === 'number' ? 'NumericEquals' : 'StringEquals';
    block[operator] = { ...block[operator], [key]: String(value) };
  }
  return {
    action: request.action,
    principal: request.caller.kind === 'anonymous' ? '*' : nameOf({ ...request.caller, kind: 'role' }),
    ...(own.length === 0 ? {} : { condition: JSON.stringify(block) }),
  };
}

function whyNothing(
  request: AuthorizationRequest,
  results: readonly StatementResult[],
  limits: Limits,
  crossAccount: boolean,
): string {
  const allows = results.filter(({ statement }) => statement.Effect === 'Allow');
  const granted = (source: string) => allows.some((each) => each.source === source && each.truth === true);
  const named = crossAccount || request.caller.kind === 'anonymous' || request.caller.kind === 'service';
  if (granted('identity') || (granted('resource') && !named)) {
    for (const [kind, limit] of Object.entries({
      'permissions boundary': limits.boundary,
      'session policy': limits.session,
    })) {
      if (limit?.allows === false) {
        return `the ${kind} "${limit.policy}" does not allow it, and limits what other policies grant. ${nearest(allows.filter(({ source }) => source === (kind === 'session policy' ? 'session' : 'boundary')))}Add ${request.action} to it.`;
      }
    }
  }
  const isAnonymous = request.caller.kind === 'anonymous' || request.caller.kind === 'service';
  if (crossAccount && !isAnonymous) {
    if (granted('identity'))
      return lacks(
        'resource',
        'account differs from the resource’s, so the resource-based policy has to allow it too',
        request,
        allows,
      );
    if (granted('resource'))
      return lacks(
        'identity',
        'account differs from the resource’s, so an identity-based policy has to allow it too',
        request,
        allows,
      );
  }
  if (!crossAccount && granted('resource')) {
    return lacks(
      'identity',
      'the resource-based policy names the account, which leaves the decision to its identity-based policies',
      request,
      allows,
    );
  }
  const relevant = allows.filter(
    ({ source }) => source === 'resource' || (source === 'identity' && !isAnonymous),
  );
  return `${nearest(relevant)}Add a statement that allows ${grantText(request)}${isAnonymous ? ' to the resource-based policy' : ''}.`;
}

function lacks(
  source: 'identity' | 'resource',
  why: string,
  request: AuthorizationRequest,
  allows: readonly StatementResult[],
): string {
  const where =
    source === 'resource' ? 'the resource-based policy' : 'an identity-based policy of the caller';
  return `${why}. ${nearest(allows.filter((each) => each.source === source))}Add a statement to ${where} that allows ${grantText(request)}.`;
}

function grantText(request: AuthorizationRequest): string {
  const { action, principal, condition } = missingGrant(request);
  return `${action} to ${principal}${condition === undefined ? '' : ` with Condition ${condition}`}`;
}

/** The statement that came closest, and the first thing that it failed at. */
function nearest(allows: readonly StatementResult[]): string {
  const closeness = (result: StatementResult): number =>
    Number(result.action !== false) * 4 +
    Number(result.resource !== false) * 2 +
    Number(result.principal !== false);
  const candidates = allows.filter((result) => result.action !== false && result.truth !== true);
  const [best] = [...candidates].sort((left, right) => closeness(right) - closeness(left));
  if (best === undefined) return 'No Allow statement names the action. ';
  return `The nearest statement, ${describe(best)}, ${failure(best)}. `;
}

function failure(result: StatementResult): string {
  const { statement } = result;
  if (result.principal === false) return `names another principal: ${JSON.stringify(statement.Principal)}`;
  if (result.resource === false) {
    const [problem] = result.problems;
    return `names another resource: ${JSON.stringify(statement.Resource ?? { NotResource: statement.NotResource })}${problem === undefined ? '' : ` (${problem})`}`;
  }
  const condition = result.conditions.find(({ truth }) => truth === false);
  if (condition !== undefined) return `has a condition that failed: ${describeCondition(condition)}`;
  const [problem = 'part of it cannot be evaluated'] = result.problems;
  return `is not one that AWS would accept or that can be evaluated (${problem}), so it grants nothing`;
}

function describeCondition({ operator, key, wanted, was }: ConditionResult): string {
  const list = (values: readonly string[]) => values.map((value) => JSON.stringify(value)).join(' or ');
  return `${operator} ${key} wants ${list(wanted)}, but it was ${was === undefined ? 'not in the request' : list(was)}`;
}

function describe({ source, policy, statement }: StatementResult): string {
  const sid =
    typeof statement.Sid === 'string' ? `"${statement.Sid}"` : `${statement.Effect} ${actionsOf(statement)}`;
  const names = {
    identity: 'identity-based policy',
    boundary: 'permissions boundary',
    session: 'session policy',
  };
  return source === 'resource'
    ? `${sid} of the resource-based policy`
    : `${sid} of the ${names[source]} "${policy}"`;
}

function actionsOf(statement: StatementResult['statement']): string {
  return JSON.stringify(statement.Action ?? { NotAction: statement.NotAction });
}

function nameOf(caller: Caller): string {
  if (caller.kind === 'anonymous') return 'an anonymous caller';
  return caller.kind === 'assumed-role'
    ? (caller.arn ?? 'a session')
    : (principalArn(caller) ?? caller.arn ?? `a ${caller.kind}`);
}
