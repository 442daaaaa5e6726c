import type { AddressBlock, Maybe, PortRange } from '@furl/hyperplane';

import type { Fields } from './fields';
import { isUnknown } from './fields';

/** The first of two properties that is there, as a block of its kind. */
export function blockOf(fields: Fields, ipv4: string, ipv6: string): Maybe<AddressBlock> | undefined {
  for (const [kind, name] of [
    ['ipv4', ipv4],
    ['ipv6', ipv6],
  ] as const) {
    const cidr = fields.text(name);
    if (isUnknown(cidr)) return cidr;
    if (cidr === undefined) continue;
    // An opaque id is no block.
    return /^[\da-fA-F.:]+\/\d+$/.test(cidr)
      ? { kind, cidr }
      : fields.unknown([name], fields.value([name]).messages, `${cidr} is not a block of addresses`);
  }
  return undefined;
}

/** The ports of a rule; undefined for all of them, and where ports mean nothing. */
export function portsOf(
  fields: Fields,
  protocol: Maybe<string>,
  from: readonly string[],
  to: readonly string[],
): Maybe<PortRange> | undefined {
  if (typeof protocol === 'string' && !['tcp', 'udp', '6', '17'].includes(protocol)) return undefined;
  const first = fields.number(...from);
  const last = fields.number(...to);
  if (isUnknown(first)) return first;
  if (isUnknown(last)) return last;
  if (first === undefined || last === undefined || first < 0 || last < 0) return undefined;
  return { from: first, to: last };
}
