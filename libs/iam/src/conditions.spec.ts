import type { ContextValue } from './authorization';
import { evaluateConditions } from './conditions';
import { requestContext, type RequestContext } from './request-context';
import { all, type Truth } from './truth';

const contextOf = (context: Readonly<Record<string, ContextValue>>): RequestContext =>
  requestContext({ caller: { kind: 'anonymous' }, action: '', resource: '', resourceAccountId: '', context });
const truthOf = (block: unknown, context: Readonly<Record<string, ContextValue>>, variables = true): Truth =>
  all(evaluateConditions(block, contextOf(context), variables).map(({ truth }) => truth));
const one = (operator: string, wanted: unknown, was: ContextValue): Truth =>
  truthOf({ [operator]: { 'x:key': wanted } }, { 'x:key': was });

describe('operators', () => {
  it.each<[string, unknown, ContextValue, Truth]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', 'A*', 'ab', false],
    ['StringNotLike', 'a*', 'ab', false],
    ['stringlike', 'a*', 'ab', true],
    ['NumericEquals', '5', 5, true],
    ['NumericEquals', 5.0, '5.00', true],
    ['NumericNotEquals', '5', 5, false],
    ['NumericLessThan', '5', 4, true],
    ['NumericLessThan', '5', 5, false],
    ['NumericLessThanEquals', '5', 5, true],
    ['NumericGreaterThan', '-5', -4, true],
    ['NumericGreaterThanEquals', '5', 4, false],
    ['NumericEquals', '0x10', 16, 'unknown'],
    ['NumericEquals', '5', 'five', 'unknown'],
    ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', true],
    ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
    ['DateNotEquals', '2026-01-01', '2026-01-01T00:00:00Z', false],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59.999Z', true],
    ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', 1767225601, true],
    ['DateGreaterThanEquals', '2027', '2026-12-31T00:00:00Z', false],
    ['DateLessThan', 'tomorrow', '2026-01-01T00:00:00Z', 'unknown'],
    ['Bool', 'true', true, true],
    ['Bool', true, 'true', true],
    ['Bool', true, true, true],
    ['Bool', 'false', true, false],
    ['Bool', 'yes', true, 'unknown'],
    ['BinaryEquals', 'QUI=', 'QUI=', true],
    ['BinaryEquals', 'QUI=', 'QUM=', false],
    ['BinaryEquals', 'not base64', 'QUM=', 'unknown'],
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.7', false],
    ['IpAddress', '203.0.113.7', '203.0.113.7', true],
    ['IpAddress', '0.0.0.0/0', '127.0.0.1', true],
    ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
    ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db9::1', false],
    ['IpAddress', '10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['IpAddress', '2001:db8::/32', '10.1.1.1', false],
    ['NotIpAddress', '10.0.0.0/8', '10.1.1.1', false],
    ['NotIpAddress', '10.0.0.0/8', '11.1.1.1', true],
    ['IpAddress', '10.0.0.0/33', '10.0.0.1', 'unknown'],
    ['IpAddress', 'home', '10.0.0.1', 'unknown'],
    ['IpAddress', '10.0.0.0/8', 'home', 'unknown'],
    ['ArnEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:1:t', true],
    ['ArnLike', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:2:t', false],
    ['ArnNotEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:2:t', true],
    ['ArnNotLike', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:1:t', false],
    ['ArnLike', 'topic', 'arn:aws:sns:eu-west-1:1:t', 'unknown'],
    ['Null', 'true', 'there', false],
    ['Null', false, 'there', true],
    ['Null', 'maybe', 'there', 'unknown'],
  ])('%s %j, given %j: %s', (operator, wanted, was, expected) => {
    expect(one(operator, wanted, was)).toBe(expected);
  });
});

describe('without the key', () => {
  it.each<[string, Truth]>([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['StringNotEqualsIfExists', true],
    ['ArnNotLike', true],
    ['NotIpAddress', true],
    ['NumericLessThan', false],
    ['Bool', false],
    ['BoolIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringEqualsIfExists', 'unknown'],
  ])('%s is %s', (operator, expected) => {
    expect(truthOf({ [operator]: { 'x:key': 'true' } }, {})).toBe(expected);
  });

  it('Null "true" holds, and an empty list counts as no key', () => {
    expect(truthOf({ Null: { 'x:key': 'true' } }, {})).toBe(true);
    expect(truthOf({ Null: { 'x:key': 'true' } }, { 'x:key': [] })).toBe(true);
    expect(truthOf({ Null: { 'x:key': 'false' } }, {})).toBe(false);
  });
});

describe('keys of several values', () => {
  it.each<[string, string[], Truth]>([
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'c'], false],
    ['ForAllValues:StringNotEquals', ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['c', 'a'], false],
    ['ForAllValues:StringEquals', [''], true],
    ['ForAnyValue:StringEquals', ['c', 'a'], true],
    ['ForAnyValue:StringEquals', ['c', 'd'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], false],
    ['StringEquals', ['a'], true],
    ['StringEquals', ['a', 'b'], 'unknown'],
  ])('%s "a" or "b", given %j: %s', (operator, was, expected) => {
    expect(one(operator, ['a', 'b'], was)).toBe(expected);
  });
});

describe('a block', () => {
  it('needs all of its operators and keys, whose names have no case', () => {
    const block = { StringEquals: { 'AWS:SourceIP': 'x', 'x:b': '1' }, Bool: { 'x:c': 'true' } };

    expect(truthOf(block, { 'aws:sourceip': 'x', 'X:B': '1', 'x:c': true })).toBe(true);
    expect(truthOf(block, { 'aws:sourceip': 'x', 'X:B': '1', 'x:c': false })).toBe(false);
    expect(truthOf({}, {})).toBe(true);
    expect(truthOf(undefined, {})).toBe(true);
  });

  it.each([
    ['an operator nobody knows', { StringSounds: { k: 'a' } }],
    ['Null with IfExists', { NullIfExists: { k: 'true' } }],
    ['a set of Null', { 'ForAnyValue:Null': { k: 'true' } }],
    ['a set nobody knows', { 'ForSome:StringEquals': { k: 'a' } }],
    ['the prototype', { constructor: { k: 'a' } }],
    ['no values', { StringEquals: { k: [] } }],
    ['an object as value', { StringEquals: { k: {} } }],
    ['null', { StringEquals: { k: null } }],
    ['a list of keys', { StringEquals: ['k'] }],
    ['no block', 'StringEquals'],
    ['null in place of it', null],
  ])('with %s is unknown, and says why', (_what, block) => {
    const [result] = evaluateConditions(block, contextOf({ k: 'a' }), true);

    expect(result).toMatchObject({ truth: 'unknown', problem: expect.any(String) });
  });
});

describe('variables', () => {
  const context = { 'aws:username': 'ana*', 'x:list': ['a', 'b'], 'x:key': 'home/ana*/x' };

  it.each<[string, string, Truth]>([
    ['StringLike', 'home/${aws:username}/*', true],
    ['StringLike', 'home/${AWS:UserName}/*', true],
    ['StringEquals', 'home/${aws:username}/x', true],
    ['StringLike', 'home/ana${*}/?', true],
    ['StringLike', 'home/${?}*', false],
    ['StringEquals', "home/${x:none, 'ana*'}/x", true],
    ['StringEquals', 'home/${x:none, ana}/x', false],
    ['StringEquals', 'home/${x:list}/x', false],
    ['StringEquals', 'home/${x:none}/x', false],
    ['StringNotEquals', 'home/${x:none}/x', 'unknown'],
    ['StringNotLike', 'home/${aws:username}/*', false],
    ['StringEquals', '${', false],
  ])('%s %s: %s', (operator, wanted, expected) => {
    expect(truthOf({ [operator]: { 'x:key': wanted } }, context)).toBe(expected);
  });

  it('are plain text in policies older than 2012-10-17', () => {
    const block = { StringEquals: { 'x:key': '${aws:username}' } };

    expect(truthOf(block, { 'x:key': '${aws:username}', 'aws:username': 'ana' }, false)).toBe(true);
    expect(truthOf(block, { 'x:key': 'ana', 'aws:username': 'ana' }, false)).toBe(false);
  });

  it('bring what they hold literally: a star in a name opens nothing', () => {
    const block = { StringLike: { 'x:key': '${aws:username}' } };

    expect(truthOf(block, { 'x:key': 'anybody', 'aws:username': '*' })).toBe(false);
  });
});
