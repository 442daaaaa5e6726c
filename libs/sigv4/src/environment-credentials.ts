import { fromEnv } from '@aws-sdk/credential-providers';
import { SigV4Error } from './errors';
import { keepsItsCredentials } from './memoized-credentials';
import type { CredentialProvider, Credentials } from './types';

/**
 * The credentials in the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
 * `AWS_CREDENTIAL_EXPIRATION`), where Lambda puts a function's (Lambda Developer Guide, "Defined runtime environment
 * variables"). Read by the AWS SDK's `fromEnv`, and kept until the environment changes.
 * @throws SigV4Error `CredentialsNotFound` (from the provider) when the environment has no keys
 * @example
 * await sign(request, { credentials: environmentCredentials() });
 */
export function environmentCredentials(): CredentialProvider {
  const read = fromEnv();
  let seen: readonly (string | undefined)[] = [];
  let kept: Promise<Credentials> | undefined;
  return keepsItsCredentials(() => {
    const { env } = process;
    if (kept !== undefined && VARIABLES.every((name, index) => env[name] === seen[index])) return kept;
    seen = VARIABLES.map((name) => env[name]);
    kept = read().catch((cause: unknown) => {
      throw new SigV4Error(
        'CredentialsNotFound',
        'the environment has no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN for temporary ones',
        { cause },
      );
    });
    return kept;
  });
}

const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
] as const;
