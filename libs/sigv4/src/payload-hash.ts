import { SigV4Error } from './errors';
import type { Hashing } from './hashing';
import type { SignableRequest } from './types';

/** The SHA-256 of nothing. */
export const EMPTY_PAYLOAD_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The hash of an outgoing payload: the one that was declared, else the body's.
 * @throws SigV4Error `InvalidOption` for a declared hash that is none (`UNSIGNED-PAYLOAD` is none: Lambda refuses it),
 *   `InvalidRequest` for a body that cannot be hashed here
 */
export function payloadHash(
  body: SignableRequest['body'] | null,
  declared: string | undefined,
  { sha256Hex }: Hashing,
): string {
  if (declared !== undefined) {
    if (/^[\da-f]{64}$/.test(declared)) return declared;
    throw new SigV4Error(
      'InvalidOption',
      `payloadHash ${JSON.stringify(declared)} is no SHA-256: give 64 lower-case hex digits`,
    );
  }
  if (body == null || body.length === 0) return EMPTY_PAYLOAD_HASH;
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return sha256Hex(body);
  throw new SigV4Error(
    'InvalidRequest',
    `a body of type ${typeof body} cannot be hashed: give a string, a Uint8Array, or its hash as payloadHash`,
  );
}
