import { createHash } from 'node:crypto';

/** Hexadecimal digits that are the same for the same parts in every run; at most 64. */
export function inventedHex(parts: readonly string[], length: number): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, length);
}

/** A MAC address: a locally administered one, as all of EC2's are. */
export function inventedMac(parts: readonly string[]): string {
  return `06${inventedHex(['mac', ...parts], 10)}`.replace(/(..)(?=.)/g, '$1:');
}

/** A UUID made of the same. */
export function inventedUuid(parts: readonly string[]): string {
  return inventedHex(parts, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
