import type { NodeCrypto } from './native-hashing';
import { remember } from './remember';
import { TERMINATOR } from './scope';

/**
 * The key that a day's signatures for one region and service are made with: a chain of HMACs that starts from the secret
 * (IAM User Guide, "Create a signed AWS API request", step 4). A hundred keys are kept.
 */
export function signingKey(
  crypto: NodeCrypto,
  accessKeyId: string,
  secretAccessKey: string,
  date: string,
  region: string,
  service: string,
): Uint8Array {
  const name = `${accessKeyId}/${date}/${region}/${service}`;
  const kept = keys.get(name);
  if (kept !== undefined && kept.secretAccessKey === secretAccessKey) return kept.key;
  let key: Uint8Array = Buffer.from(`AWS4${secretAccessKey}`, 'utf8');
  for (const part of [date, region, service, TERMINATOR]) {
    key = crypto.createHmac('sha256', key).update(part).digest();
  }
  return remember(keys, name, { secretAccessKey, key }).key;
}

const keys = new Map<string, { secretAccessKey: string; key: Uint8Array }>();
