import fc from 'fast-check';

import { BadRequestError } from './errors';
import { requestTarget } from './request-target';

describe('requestTarget', () => {
  it.each([
    ['/', ''],
    ['/a/b/', 'a=1&a=2&b'],
    ['/a%2Fb', 'q=%2F%3F'],
    ['/%E3%81%82', 'q=%E3%81%82'],
    ['/invalid%2Escape%zz', '%zz=%'],
    ['/...', '.=..'],
    ['/a..b/.hidden', 'path=../x'],
    ["/!$&'()*+,;=:@~", "!$'()*+,;:@/?"],
    ['/test/@connections/JBDvjfGEIAMCERw%3D', ''],
    ['/a', '__proto__=1&x-amz-meta=1'],
  ])('hands %s?%s on byte for byte', (path, query) => {
    expect(requestTarget(path, query)).toEqual({ path, query });
  });

  it.each([
    '/.',
    '/..',
    '/a/../b',
    '/a/./b',
    '/a/%2e%2e/b',
    '/a/%2E',
    '/a/.%2e/b',
    '/a/..%2fb',
    '/a/..%5cb',
    '/a\\..\\b',
  ])('refuses the dot segment in %s', (path) => {
    expect(() => requestTarget(path, '')).toThrow(/dot segment/);
  });

  it.each(['//', '//evil.example/x', '/a//b', '/a//'])('refuses the empty segment in %s', (path) => {
    expect(() => requestTarget(path, '')).toThrow(/empty segment/);
  });

  it.each([
    ['', ''],
    ['a', ''],
    ['http://evil.example/', ''],
    ['/a b', ''],
    ['/あ', ''],
    ['/a\r\nx: y', ''],
    ['/a\u0000', ''],
    ['/a?b', ''],
    ['/a#b', ''],
    ['/', 'a b'],
    ['/', 'a=1\r\n'],
    ['/', 'a=あ'],
    ['/', 'a#b'],
  ])('refuses the target %j ? %j', (path, query) => {
    expect(() => requestTarget(path, query)).toThrow(BadRequestError);
  });

  it.each([
    'X-Amz-Signature=00',
    'a=1&x-amz-algorithm=AWS4-HMAC-SHA256',
    'X-Amz-Credential',
    'X-AMZ-DATE=',
    'X-Amz-Expires=1',
    'X-Amz-SignedHeaders=host',
    'X-Amz-Security-Token=t',
    '%58-Amz-Signature=00',
    'X%2dAmz%2DSignature=00',
    'a=1;X-Amz-Signature=00',
  ])('refuses query authentication: %s', (query) => {
    expect(() => requestTarget('/', query)).toThrow(/query authentication/);
  });

  it('either refuses a target or leaves it as it is', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('/', '.', '%', '2', 'e', 'f', 'E', '\\', '?', '#', ' ', 'あ', '\n', 'a'),
    });
    fc.assert(
      fc.property(hostile, hostile, (path, query) => {
        try {
          const target = requestTarget(`/${path}`, query);
          expect(target).toEqual({ path: `/${path}`, query });
          // Whatever a URL parser makes of what passed, it resolves no segment away and stays on the host.
          const url = new URL(`http://upstream.example${target.path}`);
          expect(url.host).toBe('upstream.example');
          expect(url.pathname.split('/').length).toBe(target.path.split(/[/\\]/).length);
        } catch (error) {
          if (!(error instanceof BadRequestError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
