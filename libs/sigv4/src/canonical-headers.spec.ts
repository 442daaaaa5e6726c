import { canonicalHeaders } from './canonical-headers';

describe('the canonical headers', () => {
  it.each([
    ['  a  ', 'a'],
    ['a   b', 'a b'],
    ['\ta\t \tb\t', 'a b'],
    ['"a   b"', '"a b"'],
    ['', ''],
    ['   ', ''],
    ['\xa0a\xa0\xa0', '\xa0a\xa0\xa0'],
    ['ሴ', '\xe1\x88\xb4'],
  ])('hold %j as %j', (value, expected) => {
    expect(canonicalHeaders([['Name', value]], ['name'])).toBe(`name:${expected}\n`);
  });

  it('join repeats in wire order, and leave out what is not signed', () => {
    const headers = [
      ['B', '2'],
      ['a', ' z '],
      ['A', 'y'],
      ['b', '1'],
      ['c', 'not signed'],
    ] as const;

    expect(canonicalHeaders(headers, ['a', 'b'])).toBe('a:z,y\nb:2,1\n');
  });
});
