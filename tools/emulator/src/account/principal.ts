import type { Caller, NamedPolicy } from '@furl/iam';

/** Who an access key belongs to, and what its owner may do. */
export interface Principal {
  readonly caller: Caller;
  readonly accessKeyId: string;
  readonly accountId: string;
  /** `AROA…:<session>`, as `requestContext.authorizer.iam` has it twice. */
  readonly userId: string;
  /** The session's ARN. */
  readonly userArn: string;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly permissionsBoundary: NamedPolicy | undefined;
}
