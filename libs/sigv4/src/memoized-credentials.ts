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
  const isKnown =
    lastGood !== undefined &&
    lastGood.accessKeyId === accessKeyId &&
    lastGood.secretAccessKey === secretAccessKey &&
    lastGood.sessionToken === sessionToken;
  if (!isKnown) {
    const wrong = fault(credentials ?? {});
    if (wrong !== undefined) {
      throw new SigV4Error('InvalidCredentials', `the ${wrong} is missing, or holds what none can hold`);
    }
    lastGood = { accessKeyId, secretAccessKey, sessionToken };
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
// Most requests of a process are signed by the same credentials: the last good ones are not looked at again.
let lastGood:
  (Pick<Credentials, 'accessKeyId' | 'secretAccessKey'> & { sessionToken: string | undefined }) | undefined;

function fault({ accessKeyId, secretAccessKey, sessionToken }: Partial<Credentials> = {}):
  string | undefined {
  if (!ACCESS_KEY_ID.test(accessKeyId ?? '')) return 'access key id';
  if (!secretAccessKey || typeof secretAccessKey !== 'string') return 'secret access key';
  return sessionToken === undefined || VISIBLE.test(sessionToken) ? undefined : 'session token';
}

function expires({ expiration }: Credentials, by: number): boolean {
  return expiration !== undefined && expiration.getTime() <= by;
}
