import type * as Sha256Js from '@aws-crypto/sha256-js';
import { SigV4Error } from './errors';
import type { Hashing } from './hashing';

/**
 * Hashing in plain JavaScript by `@aws-crypto/sha256-js`: slow (some 75 MB/s), and everywhere.
 * @throws SigV4Error `NoCrypto` when the package cannot be loaded
 */
export async function portableHashing(): Promise<Hashing> {
  const { Sha256 } = await (import(PACKAGE) as Promise<typeof Sha256Js>).catch((cause: unknown) => {
    throw new SigV4Error(
      'NoCrypto',
      `there is no node:crypto here: put ${PACKAGE} where it can be imported`,
      { cause },
    );
  });
  return {
    sha256Hex(data) {
      const hash = new Sha256();
      hash.update(data);
      let hex = '';
      for (const byte of hash.digestSync()) hex += byte.toString(16).padStart(2, '0');
      return hex;
    },
    Sha256,
  };
}

// A bundle for Node never needs the package. Named like this, it stays out of the bundle and is looked up at run time.
const PACKAGE: string = '@aws-crypto/sha256-js';
