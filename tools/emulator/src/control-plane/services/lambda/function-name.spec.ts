import fc from 'fast-check';
import { ApiError } from '../../api-error';
import { parseFunctionName, type FunctionName } from './function-name';

const ACCOUNT = '123456789012';
const name = (more: Partial<FunctionName>): FunctionName => ({
  region: undefined,
  accountId: undefined,
  name: 'f',
  qualifier: undefined,
  ...more,
});

it.each<[string, string | undefined, FunctionName]>([
  ['f', undefined, name({})],
  ['f:live', undefined, name({ qualifier: 'live' })],
  ['f', '$LATEST', name({ qualifier: '$LATEST' })],
  ['f:1', '1', name({ qualifier: '1' })],
  ['function:f', undefined, name({})],
  [`${ACCOUNT}:function:f`, undefined, name({ accountId: ACCOUNT })],
  [`${ACCOUNT}:f:live`, undefined, name({ accountId: ACCOUNT, qualifier: 'live' })],
  [
    `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`,
    undefined,
    name({ accountId: ACCOUNT, region: 'eu-west-1' }),
  ],
  [
    `arn:aws-cn:lambda:cn-north-1:${ACCOUNT}:function:f:$LATEST`,
    undefined,
    name({ accountId: ACCOUNT, region: 'cn-north-1', qualifier: '$LATEST' }),
  ],
])('reads %s with Qualifier %s', (text, qualifier, expected) => {
  expect(parseFunctionName(text, qualifier)).toEqual(expected);
});

it.each([
  ['', undefined],
  ['a b', undefined],
  ['f:', undefined],
  ['f:a:b', undefined],
  ['arn:aws:s3:::bucket', undefined],
  ['../f', undefined],
  ['f', 'a b'],
  ['f', ''],
  ['x'.repeat(141), undefined],
])('refuses %j with Qualifier %j', (text, qualifier) => {
  expect(() => parseFunctionName(text, qualifier)).toThrow(ApiError);
});

it('throws nothing else, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.option(fc.string(), { nil: undefined }),
      (text, qualifier) => {
        try {
          expect(parseFunctionName(text, qualifier).name).toMatch(/^[\w-]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      },
    ),
  );
});
