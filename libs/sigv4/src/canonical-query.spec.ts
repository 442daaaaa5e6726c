import { canonicalQuery } from './canonical-query';

describe('the canonical query', () => {
  it.each([
    ['', ''],
    ['a', 'a='],
    ['a=', 'a='],
    ['=', '='],
    ['=a', '=a'],
    ['a=b=c', 'a=b%3Dc'],
    ['&&a&', 'a='],
    ['b=1&a=2', 'a=2&b=1'],
    ['a=2&a=1&a&a=', 'a=&a=&a=1&a=2'],
    ['a-b=1&a=2', 'a=2&a-b=1'],
    ['a%3D=1&a=2', 'a=2&a%3D=1'],
    ['A=1&a=2&B=3', 'A=1&B=3&a=2'],
    ['%E1%88%B4=1&Z=2', '%E1%88%B4=1&Z=2'],
    ['%61=%41', 'a=A'],
    ['a=%c3%a9', 'a=%C3%A9'],
    ['a=\xc3\xa9', 'a=%C3%A9'],
    ['a=%ff', 'a=%FF'],
    ['a=%zz&b=%', 'a=%25zz&b=%25'],
    ['a=+', 'a=%20'],
    ['a=%2B', 'a=%2B'],
    ['a=%20', 'a=%20'],
    ["a=!'()*", 'a=%21%27%28%29%2A'],
    ['a=/?#[]@:$,;', 'a=%2F%3F%23%5B%5D%40%3A%24%2C%3B'],
    ['__proto__=1&constructor', '__proto__=1&constructor='],
    ['a=%00', 'a=%00'],
    ['X-Amz-Signature=1', 'X-Amz-Signature=1'],
  ])('of %s is %s', (query, expected) => {
    expect(canonicalQuery(query)).toBe(expected);
  });

  it('reads a raw + as a plus where that is asked for', () => {
    expect(canonicalQuery('a=+', '%2B')).toBe('a=%2B');
  });

  it('leaves out what it is told to, by the encoded name', () => {
    expect(canonicalQuery('a=1&%62=2&c=3', '%20', ['b'])).toBe('a=1&c=3');
  });
});
