import type { Claim } from './claim';
import { ACCESS_KEY_ID } from './memoized-credentials';
import type { NodeCrypto } from './native-hashing';
import { INVALID_TOKEN, quoted, refusal } from './refusals';
import type { Key, KeyLookup, Refusal } from './types';

/** The key that a claim names, if it is somebody's and the session token is its own; compared in constant time. */
export function findKey<P>(claim: Claim, lookup: KeyLookup<P>, crypto: NodeCrypto): Key<P> | Refusal {
  const { accessKeyId, sessionToken } = claim;
  const key = ACCESS_KEY_ID.test(accessKeyId) ? lookup(accessKeyId) : undefined;
  // A lookup in a plain object finds something for `constructor` too.
  if (typeof key?.secretAccessKey !== 'string' || key.secretAccessKey === '') {
    return unrecognized(`Nobody here has the access key ${quoted(accessKeyId)}.`);
  }
  if (key.sessionToken === undefined) {
    if (sessionToken === undefined) return key;
    return unrecognized(
      `${accessKeyId} is no temporary key, and a session token came with it: leave X-Amz-Security-Token out.`,
    );
  }
  if (sessionToken === undefined) {
    return unrecognized(`${accessKeyId} is a temporary key: send its session token as X-Amz-Security-Token.`);
  }
  if (isSame(key.sessionToken, sessionToken, crypto)) return key;
  return unrecognized(
    `The session token that came is not the one of ${accessKeyId}: take all three values from one set of credentials.`,
  );
}

/** Takes as long whatever the difference; that the lengths differ is no secret. */
function isSame(expected: string, given: string, crypto: NodeCrypto): boolean {
  const [wanted, came] = [Buffer.from(expected), Buffer.from(given)];
  return wanted.length === came.length && crypto.timingSafeEqual(wanted, came);
}

function unrecognized(explanation: string): Refusal {
  return refusal('UnrecognizedClientException', INVALID_TOKEN, explanation);
}
