import type { Policies, PolicyStatement } from '@furl/iam';
import type { Principal } from './principal';

/** Every policy that speaks on what `principal` does to a resource with the policy `resource`. */
export function policiesOf(principal: Principal | undefined, resource: readonly PolicyStatement[]): Policies {
  return {
    identity: principal?.identityPolicies ?? [],
    resource,
    ...(principal?.permissionsBoundary && { boundary: principal.permissionsBoundary }),
    ...(principal?.sessionPolicy && { session: principal.sessionPolicy }),
  };
}
