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
  let seen: string | undefined;
  let kept: Promise<Credentials>;
  return keepsItsCredentials(() => {
    const { env } = process;
    const found = VARIABLES.map((name) => env[name]).join('\0');
    if (seen !== found) {
      seen = found;
      kept = read().catch((cause: unknown) => {
        throw new SigV4Error(
          'CredentialsNotFound',
          `no credentials in the environment: set ${VARIABLES.slice(0, 2).join(' and ')}`,
          { cause },
        );
      });
    }
    return kept;
  });
}

const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];
