import { SigV4Error } from './errors';
import type { Hashing } from './hashing';
import type { SignableRequest } from './types';

/**
 * The hash of an outgoing payload: the one that was declared, else the body's.
 * @throws SigV4Error `InvalidRequest` for a body that cannot be hashed here, and for a declared hash that is none
 *   (`UNSIGNED-PAYLOAD` is none: Lambda refuses it)
 */
export function payloadHash(
  body: SignableRequest['body'] | null,
  declared: string | undefined,
  { sha256Hex }: Hashing,
): string {
  if (declared === undefined) {
    if (body == null) return sha256Hex('');
    if (typeof body === 'string' || ArrayBuffer.isView(body)) return sha256Hex(body);
  } else if (/^[\da-f]{64}$/.test(declared)) {
    return declared;
  }
  throw new SigV4Error(
    'InvalidRequest',
    `cannot hash this body: give text, a Uint8Array, or as payloadHash 64 lower-case hex digits, not ${JSON.stringify(declared)}`,
  );
}
