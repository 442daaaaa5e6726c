import { randomBytes } from 'node:crypto';
import type { SessionCredentials } from '../runtime/runnable-function';

/** Temporary credentials in the form in which STS gives them out: an id that begins with ASIA, and a token. */
export function mintCredentials(): SessionCredentials {
  return {
    accessKeyId: `ASIA${base32(randomBytes(10))}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(96).toString('base64'),
  };
}

/** 16 characters of [A-Z2-7] from 10 bytes (RFC 4648 §6). */
function base32(bytes: Buffer): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    text = alphabet.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return text;
}
