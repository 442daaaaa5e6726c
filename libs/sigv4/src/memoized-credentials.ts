import { SigV4Error } from './errors';
import type { CredentialProvider, Credentials } from './types';

/**
 * How long before they expire credentials are asked for anew, in ms: a request that leaves now has to be judged
 * before they end, by a clock that may run ahead.
 */
const REFRESH_MARGIN = 30_000;

/**
 * A provider's credentials, asked for once and kept until shortly before they expire; without an expiration for good, as
 * the AWS SDK does. Calls that come while the provider is at work share its answer; a failure is not kept.
 * @returns the credentials themselves where no wait is needed
 */
export function memoizedCredentials(
  provider: CredentialProvider,
  now: number,
): Credentials | Promise<Credentials> {
  const kept = memory.get(provider);
  if (kept === 'by itself') return provider();
  if (kept !== undefined && ('then' in kept || !expires(kept, now + REFRESH_MARGIN))) return kept;
  const asked = Promise.resolve(provider());
  memory.set(provider, asked);
  asked.then(
    (credentials) => memory.set(provider, credentials),
    () => memory.delete(provider),
  );
  return asked;
}

/** Marks a provider that keeps its credentials itself, and knows better when to let go of them. */
export function keepsItsCredentials(provider: CredentialProvider): CredentialProvider {
  memory.set(provider, 'by itself');
  return provider;
}

/**
 * Refuses credentials that cannot sign.
 * @throws SigV4Error `InvalidCredentials`, `ExpiredCredentials`
 */
export function checkCredentials(credentials: Credentials, now: number): void {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials ?? {};
  const wrong = !ACCESS_KEY_ID.test(accessKeyId)
    ? 'access key id'
    : !secretAccessKey || typeof secretAccessKey !== 'string'
      ? 'secret access key'
      : sessionToken !== undefined && !VISIBLE.test(sessionToken) && 'session token';
  if (wrong) {
    throw new SigV4Error('InvalidCredentials', `the ${wrong} is missing, or holds what none can hold`);
  }
  if (expires(credentials, now)) {
    throw new SigV4Error(
      'ExpiredCredentials',
      `the credentials ${accessKeyId} expired at ${credentials.expiration?.toISOString()}: get new ones`,
    );
  }
}

/** What an access key id looks like. */
export const ACCESS_KEY_ID = /^[\w-]{1,128}$/;

const memory = new WeakMap<CredentialProvider, Credentials | Promise<Credentials> | 'by itself'>();
const VISIBLE = /^[!-~]+$/;

function expires({ expiration }: Credentials, by: number): boolean {
  return expiration !== undefined && expiration.getTime() <= by;
}
