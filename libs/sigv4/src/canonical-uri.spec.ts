import { canonicalUri } from './canonical-uri';

describe('the canonical URI', () => {
  it.each([
    ['/', '/'],
    ['/test/@connections/JBDvjfGEIAMCERw%3D', '/test/%40connections/JBDvjfGEIAMCERw%253D'],
    ['/a b', '/a%20b'],
    ['/a%20b', '/a%2520b'],
    ['/a+b', '/a%2Bb'],
    ["/!'()*", '/%21%27%28%29%2A'],
    ['/%zz%', '/%25zz%25'],
    ['/\xff', '/%FF'],
    ['/a%2Fb', '/a%252Fb'],
    ['/-._~', '/-._~'],
    ['//a///b//', '/a/b/'],
    ['/a/./b/../c', '/a/c'],
    ['/../../a', '/a'],
    ['/.', '/'],
    ['/a/..', '/'],
    ['/%2e%2e/a', '/%252e%252e/a'],
    ['/.well-known', '/.well-known'],
    ['/...', '/...'],
  ])('of %s is %s', (path, expected) => {
    expect(canonicalUri(path, 'lambda')).toBe(expected);
  });

  it.each([
    ['/a b', '/a%20b'],
    ['/a%20b', '/a%20b'],
    ['/a%2fb/@', '/a%2Fb/%40'],
    ['//a/../b', '//a/../b'],
    ['/%zz', '/%25zz'],
  ])('of %s is %s for S3, which encodes once and removes nothing', (path, expected) => {
    expect(canonicalUri(path, 's3')).toBe(expected);
  });
});
