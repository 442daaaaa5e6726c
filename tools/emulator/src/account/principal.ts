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
  readonly sessionName: string;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly permissionsBoundary: NamedPolicy | undefined;
  /** What the session was limited to when it was made. */
  readonly sessionPolicy?: NamedPolicy;
  /** When the key ends; absent when it lasts as long as the emulator. */
  readonly expiration?: Date;
}

/** True when the principal's key has come to its end. */
export function isExpired({ expiration }: Principal, now: Date): boolean {
  return expiration !== undefined && expiration.getTime() <= now.getTime();
}

/** What AWS tells a client whose key has come to its end. */
export const EXPIRED = 'The security token included in the request is expired';

/** The same for the terminal. */
export function explainExpiry({ accessKeyId, userArn, expiration }: Principal): string {
  return `The key ${accessKeyId} of ${userArn} ended at ${expiration?.toISOString() ?? '(never)'}: assume the role again.`;
}
