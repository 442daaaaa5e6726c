import { getSigningKey } from '@smithy/signature-v4';
import { remember } from './remember';
import type { SigningContext } from './signing-context';

/**
 * The key that a day's signatures for one region and service are made with, derived by the AWS SDK's own
 * `@smithy/signature-v4`, which hashes the credentials anew to look into its cache: so a hundred keys are kept here.
 * @returns the key itself where it is kept
 */
export function derivedKey(context: SigningContext): Uint8Array | Promise<Uint8Array> {
  const { credentials, amzDate, region, service, scope, hashing } = context;
  const { accessKeyId, secretAccessKey } = credentials;
  const name = `${accessKeyId}/${scope}`;
  const kept = keys.get(name);
  if (kept !== undefined && kept.secretAccessKey === secretAccessKey) return kept.key;
  return getSigningKey(hashing.Sha256, credentials, amzDate.slice(0, 8), region, service).then(
    (key) => remember(keys, name, { secretAccessKey, key }).key,
  );
}

const keys = new Map<string, { secretAccessKey: string; key: Uint8Array }>();
