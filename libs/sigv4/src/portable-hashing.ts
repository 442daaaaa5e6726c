import { Sha256 } from '@aws-crypto/sha256-js';
import type { Hashing } from './hashing';

/** Hashing in plain JavaScript: slow (about 10 MB/s), and everywhere. */
export const portableHashing: Hashing = {
  sha256Hex(data) {
    const hash = new Sha256();
    hash.update(data);
    let hex = '';
    for (const byte of hash.digestSync()) hex += byte.toString(16).padStart(2, '0');
    return hex;
  },
  Sha256,
};
