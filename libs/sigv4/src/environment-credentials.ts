import { SigV4Error } from './errors';
import { keepsItsCredentials } from './memoized-credentials';
import type { CredentialProvider, Credentials } from './types';

/**
 * The credentials in the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
 * `AWS_CREDENTIAL_EXPIRATION`), where Lambda puts a function's (Lambda Developer Guide, "Defined runtime environment
 * variables"). Kept until the environment changes. Read here and not by the AWS SDK's `fromEnv`, which does the same and
 * brings 19 KB of endpoint rules into every function's cold start.
 * @throws SigV4Error `CredentialsNotFound` (from the provider) when the environment has no keys
 * @example
 * await sign(request, { credentials: environmentCredentials() });
 */
export function environmentCredentials(): CredentialProvider {
  let seen: string | undefined;
  // No promise once they are there: each request would wait for it.
  let kept: Credentials | Promise<Credentials>;
  return keepsItsCredentials(() => {
    const { env } = process;
    const found = VARIABLES.map((name) => env[name]).join('\0');
    if (seen !== found) {
      seen = found;
      kept = read(env);
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

function read(env: NodeJS.ProcessEnv): Credentials | Promise<never> {
  const [accessKeyId, secretAccessKey, sessionToken, expiration] = VARIABLES.map((name) => env[name]);
  if (!accessKeyId || !secretAccessKey) {
    return Promise.reject(
      new SigV4Error(
        'CredentialsNotFound',
        `no credentials in the environment: set ${VARIABLES.slice(0, 2).join(' and ')}`,
      ),
    );
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration: new Date(expiration) }),
  };
}
