import fc from 'fast-check';

import { matchesArn, matchesResource } from './arn';
import { matchesPattern, parsePattern } from './pattern';

/** The obvious way: try everything. Right, and far too slow for anything but small inputs. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
  }
  if (text === '') return false;
  return (pattern.startsWith('?') || pattern[0] === text[0]) && naive(pattern.slice(1), text.slice(1));
}

describe('wildcards', () => {
  it('match as trying everything would', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (left, right) => {
        expect(matchesPattern(parsePattern(left), right)).toBe(naive(left, right));
      }),
      { numRuns: 2000 },
    );
  });

  it('end soon where trying everything would not', () => {
    expect(matchesPattern(parsePattern(`${'*a'.repeat(200)}b`), 'a'.repeat(2000))).toBe(false);
  });

  it.each([
    ['?', '😀', true],
    ['.', 'a', false],
    ['a', 'A', false],
    ['', '', true],
    ['**', '', true],
  ])('%j against %j: %s', (pattern, text, expected) => {
    expect(matchesPattern(parsePattern(pattern), text)).toBe(expected);
  });
});

describe('resources', () => {
  const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:server';

  it.each([
    ['*', true],
    ['arn:aws:lambda:*', true],
    ['arn:*:server', true],
    ['arn:aws:lambda:*:*:function:*', true],
    ['arn:aws:lambda:us-*-1:111122223333:function:server', true],
    ['arn:aws:lambda:us*-1:111122223333:function:s?rver', true],
    ['arn:aws:l*a:us-east-1:111122223333:function:server', true],
    // Within a segment a star does not reach over its colon.
    ['arn:aws:l*1:111122223333:function:server', false],
    ['arn:aws:lambda:us-east-1:111122223333:function:serve', false],
    ['arn:aws:lambda:us-east-1:111122223333:function:server:*', false],
    ['arn:aws:lambda:us-east-1:111122223333:function:Server', false],
  ])('%s: %s', (pattern, expected) => {
    expect(matchesResource(parsePattern(pattern), ARN)).toBe(expected);
  });
});

describe('Arn conditions compare the six parts one by one', () => {
  it.each([
    ['arn:aws:iam::*:role/*', true],
    ['arn:aws:iam::111122223333:*', true],
    ['arn:*:*:*:*:role/a:b', true],
    ['arn:aws:*:role/a:b', undefined],
    ['arn:aws:iam:*:role/a:b', false],
    ['arn:aws:iam::*:b', false],
    ['role/a:b', undefined],
  ])('%s: %s', (pattern, expected) => {
    expect(matchesArn(parsePattern(pattern), 'arn:aws:iam::111122223333:role/a:b')).toBe(expected);
  });

  it('match nothing that is not an ARN', () => {
    expect(matchesArn(parsePattern('arn:*:*:*:*:*'), 'arn')).toBe(false);
  });
});
