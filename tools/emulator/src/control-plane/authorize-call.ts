import { decide, type AuthorizationRequest, type Decision, type NamedPolicy, type Policies } from '@furl/iam';
import { policiesOf } from '../account/policies-of';
import type { Principal } from '../account/principal';
import type { Target } from './operation';

/** Why a caller may not: for the client as AWS says it, and for the terminal. */
export interface Denial {
  readonly message: string;
  readonly explanation: string;
}

/**
 * Asks IAM whether a caller may do something to a target.
 *
 * A role's trust policy must allow in any case, also to callers whose own policies allow everything; a grant to the whole
 * account still leaves the decision to the caller's own policies. Source: IAM User Guide, "Policies and permissions to
 * assume a role"; "How AWS enforcement code logic evaluates requests to allow or deny access".
 *
 * @returns undefined when the caller may
 */
export function authorizeCall(principal: Principal, action: string, target: Target): Denial | undefined {
  const request: AuthorizationRequest = {
    caller: principal.caller,
    action,
    resource: target.resource,
    resourceAccountId: target.accountId,
    context: target.context,
  };
  const who = `User: ${principal.userArn} is not authorized to perform: ${action} on resource: ${target.resource}`;
  if (target.isTrustPolicy) {
    const explanation =
      refusedByTrust(request, principal, target) ?? refused(request, principal, target)?.reason;
    return explanation === undefined ? undefined : { message: who, explanation };
  }
  const denied = refused(request, principal, target);
  if (denied === undefined) return undefined;
  const { because } = denied;
  return { message: `${who} ${because}`, explanation: denied.reason };
}

function refused(
  request: AuthorizationRequest,
  principal: Principal,
  { policy }: Target,
): { readonly reason: string; readonly because: string } | undefined {
  const policies = policiesOf(principal, policy);
  const decision = decide(request, policies);
  return decision.allowed
    ? undefined
    : { reason: decision.reason, because: because(request, policies, decision) };
}

const EVERYTHING: NamedPolicy = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/**
 * Why the trust policy alone does not let the caller in. Where the resource is of another account, IAM wants both sides to
 * allow: with everything allowed on the caller's side, what is left is the trust policy's own answer.
 */
function refusedByTrust(
  request: AuthorizationRequest,
  { permissionsBoundary }: Principal,
  { policy }: Target,
): string | undefined {
  const elsewhere = { ...request, resourceAccountId: 'another' };
  if (decide(elsewhere, { identity: [EVERYTHING], resource: policy }).allowed) return undefined;
  const { reason } = decide(request, {
    identity: [],
    resource: policy,
    ...(permissionsBoundary && { boundary: permissionsBoundary }),
  });
  return `${reason}\nThe trust policy (AssumeRolePolicyDocument) decides who may assume a role, ${trusted(policy)}; a caller's own policies cannot stand in for it.`;
}

/** Whom a trust policy names, in a few words. */
function trusted(policy: Target['policy']): string {
  const names = policy
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => (Principal === undefined ? [] : [JSON.stringify(Principal)]));
  return names.length === 0 ? 'and this one names nobody' : `and this one names ${names.join(' and ')}`;
}

/** AWS's half sentence: which kind of policy said no, or said nothing (IAM User Guide, "Troubleshoot access denied error messages"). */
function because(request: AuthorizationRequest, policies: Policies, { effect, decidedBy }: Decision): string {
  if (effect === 'ExplicitDeny') return `with an explicit deny in ${KINDS[decidedBy?.source ?? 'identity']}`;
  const { boundary, session, ...rest } = policies;
  const without = (left: Policies): boolean => decide(request, left).allowed;
  const silent =
    boundary !== undefined && without({ ...rest, ...(session && { session }) })
      ? 'permissions boundary'
      : session !== undefined && without({ ...rest, ...(boundary && { boundary }) })
        ? 'session policy'
        : without({ identity: [EVERYTHING], resource: policies.resource })
          ? 'identity-based policy'
          : 'resource-based policy';
  return `because no ${silent} allows the ${request.action} action`;
}

const KINDS = {
  identity: 'an identity-based policy',
  resource: 'a resource-based policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
} as const;
