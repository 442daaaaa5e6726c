import { Address4, Address6 } from 'ip-address';

/** IPv4 or IPv6. */
export type Family = 4 | 6;

/** A run of addresses: a block, or what is left of one. Both ends are included. */
export interface Range {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** A CIDR block; a single address is one of full length. */
export interface Block extends Range {
  /** 0–32, or 0–128. */
  readonly prefix: number;
}

/** Templates name the same few blocks over and over, and reading one takes longer than anything that is done with it. */
const parsed = new Map<string, Block>();
const MOST_PARSED = 4096;

/**
 * Reads `10.0.0.0/16`, `::/0`, `10.0.0.1`. Bits beyond the prefix are ignored, as EC2 does. An IPv4 address written as
 * IPv6 (`::ffff:10.0.0.1`) is that IPv4 address, as it is for a socket. Undefined for anything else, and for zone ids.
 */
export function blockOf(text: string): Block | undefined {
  const there = parsed.get(text);
  if (there !== undefined) return there;
  const block = parse(text);
  if (block === undefined) return undefined;
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(text, block);
  return block;
}

function parse(text: string): Block | undefined {
  if (text.includes('%')) return undefined;
  try {
    const address = text.includes(':') ? new Address6(text) : new Address4(text);
    const first = address.startAddress().bigInt();
    const last = address.endAddress().bigInt();
    if (address instanceof Address4) return { family: 4, first, last, prefix: address.subnetMask };
    if (address.subnetMask >= 96 && first >> 32n === 0xffffn) {
      return {
        family: 4,
        first: first & 0xffffffffn,
        last: last & 0xffffffffn,
        prefix: address.subnetMask - 96,
      };
    }
    return { family: 6, first, last, prefix: address.subnetMask };
  } catch {
    return undefined;
  }
}

/**
 * An address of an IPv4 block, by its number; undefined when the block is none or has no such address.
 *
 * @example addressIn('10.0.1.0/24', 4) // '10.0.1.4'
 */
export function addressIn(cidrBlock: string, number: number): string | undefined {
  const block = blockOf(cidrBlock);
  const value = block && block.first + BigInt(number);
  if (block?.family !== 4 || value === undefined || value > block.last) return undefined;
  return Address4.fromBigInt(value).correctForm();
}

/** Whether every address of `inner` is in `outer`. */
export function covers(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether they have an address in common. */
export function overlaps(a: Range, b: Range): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/**
 * The range in pieces, of which each lies wholly within or wholly without each of the blocks: what one address of a piece
 * meets, all of them meet.
 */
export function cut(range: Range, blocks: readonly Range[]): Range[] {
  const starts = new Set([range.first]);
  for (const block of blocks) {
    if (!overlaps(block, range)) continue;
    if (block.first > range.first) starts.add(block.first);
    if (block.last < range.last) starts.add(block.last + 1n);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  return sorted.map((first, index) => ({
    family: range.family,
    first,
    last: (sorted[index + 1] ?? range.last + 1n) - 1n,
  }));
}

/**
 * Blocks that no route of the internet leads to: private, shared, link-local, documentation, multicast, reserved
 * (IANA IPv4 and IPv6 Special-Purpose Address Registries).
 */
const NOT_PUBLIC: readonly Block[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
].flatMap((text) => blockOf(text) ?? []);

/** Global unicast, the part of IPv6 that is given out. */
const IPV6_INTERNET = blockOf('2000::/3');

/** Whether an address of the internet; for a piece that {@link publicRanges} or {@link cut} made. */
export function isPublic(range: Range): boolean {
  if (range.family === 6 && (IPV6_INTERNET === undefined || !covers(IPV6_INTERNET, range))) return false;
  return !NOT_PUBLIC.some((block) => overlaps(block, range));
}

/** All addresses of the internet. */
export function publicRanges(family: Family): readonly Range[] {
  return PUBLIC[family];
}

/** The blocks where what is public begins and ends, to {@link cut} by. */
export function publicBorders(): readonly Range[] {
  return IPV6_INTERNET === undefined ? NOT_PUBLIC : [...NOT_PUBLIC, IPV6_INTERNET];
}

/** All addresses. */
export const EVERYWHERE: Readonly<Record<Family, Block>> = {
  4: { family: 4, first: 0n, last: (1n << 32n) - 1n, prefix: 0 },
  6: { family: 6, first: 0n, last: (1n << 128n) - 1n, prefix: 0 },
};

/** `0.0.0.0/0` or `::/0`. */
export function everywhereIn(family: Family): string {
  return family === 4 ? '0.0.0.0/0' : '::/0';
}

/** The block or the address as text: `10.0.0.0/16`, `2001:db8::/32`, and with full length `10.0.0.1/32`. */
export function textOf({ family, first, prefix }: Block): string {
  const address = family === 4 ? Address4.fromBigInt(first) : Address6.fromBigInt(first);
  return `${address.correctForm()}/${prefix}`;
}

const PUBLIC: Readonly<Record<Family, readonly Range[]>> = {
  4: cut(EVERYWHERE[4], NOT_PUBLIC).filter(isPublic),
  6: cut(IPV6_INTERNET ?? EVERYWHERE[6], NOT_PUBLIC).filter(isPublic),
};
