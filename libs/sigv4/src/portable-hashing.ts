import type * as Sha256Js from '@aws-crypto/sha256-js';
import type { Hashing } from './hashing';

/** Hashing in plain JavaScript by `@aws-crypto/sha256-js`: slow (some 75 MB/s), and everywhere. */
export async function portableHashing(): Promise<Hashing> {
  const { Sha256 } = (await import(PACKAGE)) as typeof Sha256Js;
  const hex = (data: Uint8Array | string, key?: Uint8Array): string => {
    const hash = new Sha256(key);
    hash.update(data);
    return hash.digestSync().reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
  };
  return { sha256Hex: (data) => hex(data), hmacHex: (key, data) => hex(data, key), Sha256 };
}

// A bundle for Node never needs the package. Named like this, it stays out of the bundle and is looked up at run time.
const PACKAGE: string = '@aws-crypto/sha256-js';
