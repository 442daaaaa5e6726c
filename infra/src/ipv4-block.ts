/** A block of IPv4 addresses, as numbers. */
export interface Ipv4Block {
  /** The first address as an unsigned 32-bit number. */
  readonly first: number;
  /** The last address as an unsigned 32-bit number. */
  readonly last: number;
  /** The length of the network prefix in bits. */
  readonly prefix: number;
}

/**
 * Reads CIDR notation (RFC 4632, section 3.1).
 *
 * @param text such as `10.0.1.0/24`
 * @returns the block, or undefined when the text is not CIDR notation, or has bits set behind its prefix
 * (`10.0.1.1/24`: EC2 would quietly use another block than the one written)
 */
export function parseIpv4Block(text: string): Ipv4Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;

  // Arithmetic and not bit operators, which would make addresses above 127.255.255.255 negative.
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** Whether every address of `inner` is in `outer`. */
export function containsBlock(outer: Ipv4Block, inner: Ipv4Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the two have an address in common. */
export function blocksOverlap(one: Ipv4Block, other: Ipv4Block): boolean {
  return one.first <= other.last && other.first <= one.last;
}
