import fc from 'fast-check';

import {
  addressIn,
  blockOf,
  covers,
  cut,
  EVERYWHERE,
  isPublic,
  overlaps,
  publicRanges,
  textOf,
} from './address-space';

const read = (text: string) => {
  const block = blockOf(text);
  if (block === undefined) throw new Error(`${text} is no block`);
  return block;
};

it.each([
  ['10.0.0.0/16', 4, 16],
  ['10.0.0.1', 4, 32],
  ['::/0', 6, 0],
  ['2001:db8::1', 6, 128],
  ['::ffff:10.0.0.1', 4, 32],
  ['::ffff:10.0.0.0/104', 4, 8],
])('reads %s', (text, family, prefix) => {
  expect(blockOf(text)).toMatchObject({ family, prefix });
});

it.each([
  '',
  '10.0.0',
  '10.0.0.0/33',
  '010.0.0.1',
  '0x0a.0.0.1',
  '10.0.0.256',
  '::/129',
  '1::2::3',
  'fe80::1%eth0',
  'internet',
  '10.0.0.0/',
  '/8',
  ' 10.0.0.0/8 x',
])('does not take "%s" for a block', (text) => {
  expect(blockOf(text)).toBeUndefined();
});

it('ignores bits beyond the prefix, and writes blocks as they are', () => {
  expect(textOf(read('10.1.2.3/8'))).toBe('10.0.0.0/8');
  expect(textOf(read('2001:DB8:0:0::/32'))).toBe('2001:db8::/32');
});

it('cuts a range so that no block parts a piece, and loses nothing', () => {
  const block = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => {
    const bytes = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
    return read(`${bytes.join('.')}/${prefix}`);
  });
  fc.assert(
    fc.property(block, fc.array(block, { maxLength: 6 }), (range, blocks) => {
      const pieces = cut(range, blocks);
      for (const piece of pieces) {
        for (const each of blocks) expect(overlaps(each, piece)).toBe(covers(each, piece));
      }
      const sizes = pieces.map(({ first, last }) => last - first + 1n);
      expect(sizes.every((size) => size > 0n)).toBe(true);
      expect(sizes.reduce((sum, size) => sum + size, 0n)).toBe(range.last - range.first + 1n);
    }),
  );
});

it.each([
  ['8.8.8.8', true],
  ['2606:4700::1', true],
  ['10.1.1.1', false],
  ['172.31.255.255', false],
  ['172.32.0.0', true],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['fd00::1', false],
  ['64:ff9b::1', false],
])('%s is public: %s', (text, expected) => {
  expect(isPublic(read(text))).toBe(expected);
  const isIn = publicRanges(read(text).family).some((range) => covers(range, read(text)));
  expect(isIn).toBe(expected);
});

it('has IPv4 and IPv6 apart', () => {
  expect(covers(EVERYWHERE[4], read('::1'))).toBe(false);
  expect(overlaps(EVERYWHERE[6], read('10.0.0.1'))).toBe(false);
});

it('counts the addresses of a block', () => {
  expect(addressIn('10.0.1.0/24', 4)).toBe('10.0.1.4');
  expect(addressIn('10.0.0.0/16', 256)).toBe('10.0.1.0');
  expect(addressIn('10.0.1.0/24', 256)).toBeUndefined();
  expect(addressIn('::/64', 4)).toBeUndefined();
  expect(addressIn('no block', 4)).toBeUndefined();
});
