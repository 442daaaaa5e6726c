import type { ConformanceCase } from '../case';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'PURGE'];

const targets: readonly (readonly [what: string, path: string, query?: string, sent?: string])[] = [
  ['nothing but a slash', '/'],
  ['a slash at the end', '/a/b/'],
  ['an encoded slash', '/a%2Fb%2fc'],
  ['encoded UTF-8', '/%E3%81%82'],
  ['an escape that is none', '/%zz%2'],
  ['escapes of unreserved characters', '/%61%2D%7e'],
  ['every other character that a path may hold', "/!$&'()*+,;=:@~-._"],
  ['an encoded equals sign, as in a connection id', '/test/@connections/JBDvjfGEIAMCERw%3D'],
  ['an escaped percent sign', '/100%2525'],
  ['dots that are no dot segments', '/.../a..b/.hidden/x.'],
  ['four thousand characters', `/${'long/'.repeat(800)}`],
  ['repeated keys in their order', '/', 'b=2&a=3&a=1&b=1'],
  ['keys without values', '/', 'flag&empty=&=nameless'],
  ['an encoded plus', '/', 'q=a%2Bb'],
  ['a raw plus, which every signer reads as a space when it is %20', '/', 'q=a+b', '/?q=a%20b'],
  ['keys that objects trip over', '/', '__proto__=1&constructor=2&toString'],
  ['escapes that are none', '/', '%zz=%&x=%F'],
  ['bytes that are no UTF-8', '/', 'x=%FF%FE'],
  ['more than one question mark', '/', 'a=?&b?c'],
  ['two ampersands', '/', '&&a=1&&'],
  ['a URL', '/', 'next=https://example.com/a/../b'],
];

const refused: readonly (readonly [what: string, path: string, query?: string])[] = [
  ['an empty segment at the beginning', '//evil.example/x'],
  ['an empty segment', '/a//b'],
  ['a dot segment', '/a/../b'],
  ['a single dot', '/a/.'],
  ['an encoded dot segment', '/a/%2e%2E/b'],
  ['a dot segment behind an encoded slash', '/a%2f..%2fb'],
  ['a dot segment behind an encoded backslash', '/a%5c..'],
  ['query authentication', '/', 'X-Amz-Signature=00'],
  ['query authentication in disguise', '/', 'a=1&%58-aMz-Credential=x'],
];

/** Method, path and query. */
export const requestCases: readonly ConformanceCase[] = [
  ...methods.map((method) => ({
    name: `forwards ${method}`,
    request: { method, path: '/m' },
    answer: { status: 200 },
    received: { method, target: '/m' },
  })),
  ...targets.map(([what, path, query, sent]) => ({
    name: `forwards a ${query === undefined ? 'path' : 'query'} with ${what}`,
    request: { path, ...(query === undefined ? {} : { query }) },
    answer: { status: 200 },
    received: { target: sent ?? (query === undefined ? path : `${path}?${query}`) },
  })),
  ...refused.map(([what, path, query]) => ({
    name: `refuses ${what}`,
    request: { path, ...(query === undefined ? {} : { query }) },
    answer: { status: 400, error: 'http_request_error' },
    received: 'nothing' as const,
  })),
];
