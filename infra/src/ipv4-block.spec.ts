import fc from 'fast-check';
import { blocksOverlap, containsBlock, parseIpv4Block } from './ipv4-block';
import type { Ipv4Block } from './ipv4-block';

const read = (text: string): Ipv4Block => {
  const block = parseIpv4Block(text);
  if (block === undefined) throw new Error(`${text} is no block`);
  return block;
};

describe('parseIpv4Block', () => {
  it.each([
    ['0.0.0.0/0', 0, 2 ** 32 - 1],
    ['10.0.1.0/24', 0x0a000100, 0x0a0001ff],
    ['192.168.0.0/28', 0xc0a80000, 0xc0a8000f],
    ['255.255.255.255/32', 2 ** 32 - 1, 2 ** 32 - 1],
  ])('reads %s', (text, first, last) => {
    expect(read(text)).toMatchObject({ first, last });
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0/16',
    '10.0.0.0/33',
    '10.0.256.0/24',
    '10.0.0.1/24',
    ' 10.0.0.0/16',
    '10.0.0.0/16\n',
    '::/0',
  ])('refuses %j', (text) => {
    expect(parseIpv4Block(text)).toBeUndefined();
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const block = parseIpv4Block(text);
        expect(block === undefined || block.last - block.first + 1 === 2 ** (32 - block.prefix)).toBe(true);
      }),
    );
  });
});

describe('two blocks', () => {
  it.each([
    ['10.0.0.0/16', '10.0.1.0/24', true, true],
    ['10.0.1.0/24', '10.0.0.0/16', false, true],
    ['10.0.0.0/16', '10.0.0.0/16', true, true],
    ['10.0.0.0/24', '10.0.1.0/24', false, false],
    ['10.0.0.0/16', '10.1.0.0/24', false, false],
    ['128.0.0.0/1', '10.0.0.0/8', false, false],
  ])('%s contains or overlaps %s', (outer, inner, contains, overlaps) => {
    expect(containsBlock(read(outer), read(inner))).toBe(contains);
    expect(blocksOverlap(read(outer), read(inner))).toBe(overlaps);
    expect(blocksOverlap(read(inner), read(outer))).toBe(overlaps);
  });
});
