import { isIP } from 'node:net';

import { show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

const MOST_BLOCKS = 256;

/** `Fn::Cidr`: `[ipBlock, count, cidrBits]`; so many blocks of so many host bits, from the start of the block. */
export const cidr: Intrinsic = (argument, scope) => {
  const parts = Array.isArray(argument) ? argument.map((part: unknown) => asText(scope.resolve(part))) : [];
  const [block, count, hostBits] = parts;
  return (
    blocksOf(block ?? '', Number(count ?? NaN), hostBits === undefined ? undefined : Number(hostBits)) ??
    scope.fail(`Fn::Cidr cannot cut ${show(argument)}`, 'Fn::Cidr')
  );
};

function blocksOf(block: string, count: number, hostBits: number | undefined): readonly string[] | undefined {
  const [address = '', prefixText = ''] = block.split('/');
  const family = isIP(address);
  const width = family === 4 ? 32 : 128;
  const prefix = Number(prefixText);
  const bits = hostBits ?? (family === 4 ? 8 : 64);
  if (family === 0 || !/^\d+$/.test(prefixText) || prefix > width) return undefined;
  if (!Number.isInteger(count) || count < 1 || count > MOST_BLOCKS) return undefined;
  if (!Number.isInteger(bits) || bits < 1 || bits > width - prefix) return undefined;
  const size = 1n << BigInt(bits);
  const whole = 1n << BigInt(width - prefix);
  if (BigInt(count) * size > whole) return undefined;
  const first = (toNumber(address, family) / whole) * whole;
  return Array.from({ length: count }, (_, index) => {
    const start = first + BigInt(index) * size;
    return `${family === 4 ? toIpv4(start) : toIpv6(start)}/${width - bits}`;
  });
}

function toNumber(address: string, family: number): bigint {
  if (family === 4) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = '', tail] = address.split('::');
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => 0n);
  return [...left, ...zeros, ...right].reduce((sum, group) => sum * 65536n + group, 0n);
}

function groups(text: string): bigint[] {
  return text.split(':').flatMap((part) => {
    if (part === '') return [];
    if (!part.includes('.')) return [BigInt(`0x${part}`)];
    const ipv4 = toNumber(part, 4);
    return [ipv4 / 65536n, ipv4 % 65536n];
  });
}

function toIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function toIpv6(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 65535n).toString(16),
  );
  // Written in full where no run of zeros ends the address; CloudFormation's blocks all end in one.
  return parts.join(':').replace(/(:0)+$/, '::');
}
