import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 4;

/**
 * How many invocations a sandbox has taken, kept where its death does not reach: in a file without a name that both
 * processes have open. The sandbox writes the number; it is read when the sandbox has died, and at no other time, so that
 * telling it wakes nobody.
 */
export class TakenCount {
  /** To be inherited by the sandbox. */
  readonly fd: number;
  private isOpen = true;

  /** @param folder where the file is made, and removed from at once */
  constructor(folder: string) {
    const own = mkdtempSync(join(folder, 'furl-taken-'));
    try {
      this.fd = openSync(join(own, 'count'), 'w+', 0o600);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  }

  /** The number that the sandbox wrote last; 0 before it took any. */
  get value(): number {
    const bytes = Buffer.alloc(BYTES);
    if (this.isOpen) readSync(this.fd, bytes, 0, BYTES, 0);
    return bytes.readUInt32BE(0);
  }

  close(): void {
    if (this.isOpen) closeSync(this.fd);
    this.isOpen = false;
  }
}
