import { nativeHashing, nodeCrypto } from './native-hashing';
import { portableHashing } from './portable-hashing';

/** A hash class as `@smithy/signature-v4` wants it: SHA-256, or HMAC-SHA-256 when there is a secret. */
export type Sha256Constructor = new (secret?: SourceData) => Sha256;

/** What smithy's classes take as data. */
export type SourceData = string | ArrayBuffer | ArrayBufferView;

/** One hash, or HMAC, in the making. */
export interface Sha256 {
  update(data: Uint8Array): void;
  digest(): Promise<Uint8Array>;
  reset(): void;
}

/** All the cryptography that signing takes. */
export interface Hashing {
  /** SHA-256 in lower-case hex; a text is hashed as its UTF-8. */
  sha256Hex(data: Uint8Array | string): string;
  /** HMAC-SHA-256 in lower-case hex; a text is hashed as its UTF-8. */
  hmacHex(key: Uint8Array, data: string): string;
  readonly Sha256: Sha256Constructor;
}

/**
 * The hashing of this machine: `node:crypto` where it is to be had, which is decided at run time, once; elsewhere
 * `@aws-crypto/sha256-js`, loaded when it is first needed.
 * @returns the hashing itself where no wait is needed
 */
export function hashing(): Hashing | Promise<Hashing> {
  if (chosen === undefined) {
    const crypto = nodeCrypto();
    chosen = crypto === undefined ? portableHashing() : nativeHashing(crypto);
  }
  return chosen;
}

let chosen: Hashing | Promise<Hashing> | undefined;
