import fc from 'fast-check';
import { fits } from './wildcard';

it.each([
  ['AWS Lambda VPC ENI*', 'AWS Lambda VPC ENI-f-1', true],
  ['AWS Lambda VPC ENI*', 'An AWS Lambda VPC ENI-f-1', false],
  ['*ENI*f*', 'AWS Lambda VPC ENI-f-1', true],
  ['eu-west-1?', 'eu-west-1a', true],
  ['eu-west-1?', 'eu-west-1', false],
  ['*', '', true],
  ['', '', true],
  ['', 'x', false],
  ['a\\*', 'a*', true],
  ['a\\*', 'ab', false],
  ['a\\?\\\\', 'a?\\', true],
  ['a.c', 'abc', false],
  ['Case', 'case', false],
  ['*a*b', 'xxaxxbxxb', true],
  ['\\', '\\', true],
])('%s fits %s: %s', (pattern, text, expected) => {
  expect(fits(pattern, text)).toBe(expected);
});

it('says the same as a regular expression', () => {
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((all) => all.join(''));
  const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }).map((all) => all.join(''));
  fc.assert(
    fc.property(pattern, text, (wildcard, given) => {
      const same = new RegExp(`^${wildcard.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(fits(wildcard, given)).toBe(same.test(given));
    }),
    { numRuns: 500 },
  );
});

it('takes a pattern of nothing but stars, and one that all but fits, as lightly as others', () => {
  expect(fits(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false);
});
