import type { AuthorizationRequest, Caller, Decision, PolicySource } from './authorization';
import type { ConditionResult } from './conditions';
import type { Limit, Limits } from './limits';
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
    principal: principalToGrant(request.caller),
    ...(own.length === 0 ? {} : { condition: JSON.stringify(block) }),
  };
}

/** What a Principal element would hold: for a session its role, since sessions come and go. */
function principalToGrant(caller: Caller): string {
  return caller.kind === 'anonymous' ? '*' : (principalArn(caller) ?? caller.arn ?? caller.accountId ?? '*');
}

function whyNothing(
  request: AuthorizationRequest,
  results: readonly StatementResult[],
  limits: Limits,
  crossAccount: boolean,
): string {
  const allows = results.filter(({ statement }) => statement.Effect === 'Allow');
  const of = (...sources: readonly PolicySource[]) => allows.filter(({ source }) => sources.includes(source));
  const granted = (source: PolicySource) =>
    (source === 'identity' && request.caller.kind === 'root') ||
    of(source).some(({ truth }) => truth === true);
  const add = (where: string) => `Add a statement ${where}that allows ${grantText(request)}.`;
  const hasIdentity = request.caller.kind !== 'anonymous' && request.caller.kind !== 'service';

  if (!hasIdentity) return nearest(of('resource')) + add('to the resource-based policy ');
  if (crossAccount && granted('identity') && !granted('resource')) {
    return `the caller is of another account, so the resource-based policy has to allow it too. ${nearest(of('resource'))}${add('to the resource-based policy ')}`;
  }
  if (crossAccount && granted('resource') && !granted('identity')) {
    return `the caller is of another account, so an identity-based policy of the caller has to allow it too. ${nearest(of('identity'))}${add('to it ')}`;
  }
  if (crossAccount && !granted('identity')) {
    return `the caller is of another account, so both an identity-based policy and the resource-based policy have to allow it. ${nearest(of('identity', 'resource'))}${add('to both ')}`;
  }
  if (granted('identity') || namesRole(of('resource'))) {
    const { boundary, session } = limits;
    if (boundary?.allows === false)
      return limited('permissions boundary', boundary, nearest(of('boundary')), request);
    if (session?.allows === false) return limited('session policy', session, nearest(of('session')), request);
  }
  if (granted('resource')) {
    return `the resource-based policy names the caller's account, which leaves the decision to the caller's identity-based policies. ${nearest(of('identity'))}${add('to them ')}`;
  }
  return nearest(of('identity', 'resource')) + add('');
}

/** A statement for a role, and not only for its account, comes second to boundary and session policy. */
function namesRole(resource: readonly StatementResult[]): boolean {
  return resource.some(({ truth, namings }) => truth === true && namings.has('role'));
}

function limited(
  kind: string,
  { policy }: Limit,
  nearestText: string,
  request: AuthorizationRequest,
): string {
  return `the ${kind} "${policy}" does not allow it, and limits what other policies grant. ${nearestText}Add ${request.action} to it.`;
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
  if (result.principal === false) return `names another principal: ${show(statement.Principal)}`;
  if (result.resource === false) {
    const [problem] = result.problems;
    return `names another resource: ${show(statement.Resource ?? { NotResource: statement.NotResource })}${problem === undefined ? '' : ` (${problem})`}`;
  }
  const condition = result.conditions.find(({ truth }) => truth === false);
  if (condition !== undefined) return `has a condition that failed: ${describeCondition(condition)}`;
  const [problem = 'part of it cannot be evaluated'] = result.problems;
  return `is not one that AWS would accept or that can be evaluated (${problem}), so it grants nothing`;
}

function describeCondition({ operator, key, wanted, was }: ConditionResult): string {
  const list = (values: readonly string[]) => values.map(show).join(' or ');
  return `${operator} ${key} wants ${list(wanted)}, but it was ${was === undefined ? 'not in the request' : list(was)}`;
}

function describe({ source, policy, statement }: StatementResult): string {
  const sid =
    typeof statement.Sid === 'string' ? show(statement.Sid) : `${statement.Effect} ${actionsOf(statement)}`;
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
  return show(statement.Action ?? { NotAction: statement.NotAction });
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}

function nameOf(caller: Caller): string {
  if (caller.kind === 'anonymous') return 'an anonymous caller';
  return caller.kind === 'assumed-role'
    ? (caller.arn ?? 'a session')
    : (principalArn(caller) ?? caller.arn ?? `a ${caller.kind}`);
}
