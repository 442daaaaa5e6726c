import type { LambdaFunction } from '@furl/cloud-assembly';
import type { SessionCredentials } from '../runtime/runnable-function';
import type { Account } from './account';

/** The keys that functions have of their roles: the same as long as the account knows them, as what runs has them. */
export class RoleCredentials {
  private readonly known = new Map<string, SessionCredentials>();

  constructor(private readonly account: Account) {}

  /** Undefined where the function has no role, or the account does not know it. */
  of({ roleArn, functionName }: LambdaFunction): SessionCredentials | undefined {
    if (roleArn === undefined) return undefined;
    const key = `${functionName} ${roleArn}`;
    const before = this.known.get(key);
    const isKnown = before !== undefined && this.account.lookUp(before.accessKeyId) !== undefined;
    const credentials = isKnown ? before : this.account.assumeRole(roleArn, functionName);
    if (credentials !== undefined) this.known.set(key, credentials);
    return credentials;
  }
}
