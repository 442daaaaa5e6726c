import type { AuthorizationRequest, Decision, Policies, PolicySource } from './authorization';
import type { Limits } from './limits';
import { isRecord } from './one-or-many';
import type { NamedPolicy, PolicyStatement } from './policy-document';
import type { Naming } from './principal';
import { explainAllow, explainDeny, explainNothing, missingGrant } from './reasons';
import { requestContext } from './request-context';
import { evaluateStatement, type LocatedStatement, type StatementResult } from './statement';

/**
 * Answers as AWS would whether a caller may do something, and on what grounds ("How AWS enforcement code logic
 * evaluates requests to allow or deny access", "Policy evaluation for requests within a single account",
 * "Cross-account policy evaluation logic"). It throws for no policy: what AWS would have refused to store
 * never allows, and denies where it is a Deny.
 * @example
 * decide(
 *   { caller: { kind: 'anonymous' }, action: 'lambda:InvokeFunctionUrl', resource: arn, resourceAccountId, context },
 *   { identity: [], resource: [{ Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunctionUrl', Resource: arn }] },
 * ).allowed; // true
 */
export function decide(request: AuthorizationRequest, policies: Policies): Decision {
  const question = {
    request,
    context: requestContext(request),
    hasBoundary: policies.boundary !== undefined,
  };
  const results = locate(policies).map((located) => evaluateStatement(located, question));

  const denial = results.find((result) => !isAllow(result) && result.truth !== false);
  if (denial !== undefined) return explicitDeny(request, denial);

  const allows = results.filter((result) => isAllow(result) && result.truth === true);
  if (isRootOfOwnAccount(request)) return allow(request, undefined);

  const limits = limitsOf(policies, allows);
  const grant = findGrant(request, allows, limits);
  if (grant !== undefined) return allow(request, grant);
  return {
    allowed: false,
    effect: 'ImplicitDeny',
    reason: explainNothing(request, results, limits, isCrossAccount(request)),
    missing: missingGrant(request),
  };
}

/** Named directly, the caller needs nothing else; named through its role, boundary and session still limit. */
const DIRECT: readonly Naming[] = ['everyone', 'session', 'user', 'service'];

function findGrant(
  request: AuthorizationRequest,
  allows: readonly StatementResult[],
  limits: Limits,
): StatementResult | undefined {
  const { kind } = request.caller;
  const within = limits.boundary?.allows !== false && limits.session?.allows !== false;
  const identity = allows.find(({ source }) => source === 'identity');
  const resource = allows.filter(({ source }) => source === 'resource');
  // Nobody's account stands behind an anonymous caller or a service: the resource's policy alone decides.
  if (kind === 'anonymous' || kind === 'service') return resource[0];
  // In place of identity policies the root user has full access.
  const mayLeave = identity !== undefined || kind === 'root';
  if (isCrossAccount(request)) return within && mayLeave ? resource[0] : undefined;
  if (within && identity !== undefined) return identity;
  return (
    resource.find(({ namings }) => DIRECT.some((naming) => namings.has(naming))) ??
    // Naming the account only hands the decision to its identity policies, which have not allowed it.
    (within ? resource.find(({ namings }) => namings.has('role')) : undefined)
  );
}

function isCrossAccount(request: AuthorizationRequest): boolean {
  return request.caller.accountId !== request.resourceAccountId;
}

/** Only the root user starts with everything allowed. */
function isRootOfOwnAccount(request: AuthorizationRequest): boolean {
  return request.caller.kind === 'root' && !isCrossAccount(request);
}

function isAllow(result: StatementResult): boolean {
  return result.statement.Effect === 'Allow';
}

function limitsOf(policies: Policies, allows: readonly StatementResult[]): Limits {
  const limit = (source: PolicySource, policy: NamedPolicy | undefined) =>
    policy === undefined
      ? {}
      : { [source]: { policy: policy.name, allows: allows.some((result) => result.source === source) } };
  return { ...limit('boundary', policies.boundary), ...limit('session', policies.session) };
}

function locate(policies: Policies): readonly LocatedStatement[] {
  const named = (source: PolicySource, policy: NamedPolicy | undefined): readonly LocatedStatement[] =>
    statementsOf(policy).map((statement) => ({
      source,
      policy: policy?.name ?? '',
      statement,
      variables: policy?.document.Version === '2012-10-17',
    }));
  return [
    ...policies.identity.flatMap((policy) => named('identity', policy)),
    ...policies.resource.map((statement) => ({
      source: 'resource' as const,
      policy: 'resource-based policy',
      statement,
      variables: true,
    })),
    ...named('boundary', policies.boundary),
    ...named('session', policies.session),
  ].filter(({ statement }) => isRecord(statement));
}

function statementsOf(policy: NamedPolicy | undefined): readonly PolicyStatement[] {
  const document: unknown = policy?.document;
  if (!isRecord(document) || document['Statement'] === undefined) return [];
  const statement = document['Statement'] as PolicyStatement | readonly PolicyStatement[];
  return Array.isArray(statement) ? statement : [statement as PolicyStatement];
}

function allow(request: AuthorizationRequest, by: StatementResult | undefined): Decision {
  const reason = explainAllow(request, by);
  return {
    allowed: true,
    effect: 'Allow',
    ...(by === undefined ? {} : { decidedBy: decidedBy(by) }),
    reason,
  };
}

function explicitDeny(request: AuthorizationRequest, by: StatementResult): Decision {
  return {
    allowed: false,
    effect: 'ExplicitDeny',
    decidedBy: decidedBy(by),
    reason: explainDeny(request, by),
  };
}

function decidedBy({ source, policy, statement }: StatementResult): NonNullable<Decision['decidedBy']> {
  return { source, policy, statement };
}
