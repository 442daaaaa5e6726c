import { lambda, readStack } from '../testing/assemblies';
import { versionOf } from './qualifiers';

const VERSION = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } };
const alias = (Name: string, FunctionVersion: unknown, FunctionName: unknown = { Ref: 'Fn' }) => ({
  Type: 'AWS::Lambda::Alias',
  Properties: { FunctionName, Name, FunctionVersion },
});
const read = (others: object) =>
  readStack({
    Resources: { Fn: lambda({ FunctionName: 'f' }), Other: lambda({ FunctionName: 'f2' }), ...others },
  });

describe('the qualifiers of a function', () => {
  it('are its published versions and its aliases, with the version that each stands for', () => {
    const { functions, problems } = read({
      Version: VERSION,
      Live: alias('live', { 'Fn::GetAtt': ['Version', 'Version'] }),
      Next: alias('next', '$LATEST', { 'Fn::GetAtt': ['Fn', 'Arn'] }),
      Old: alias('old', '7', 'f'),
    });

    expect(problems).toEqual([]);
    expect(functions[0]?.qualifiers).toEqual({ '1': '1', '7': '7', live: '1', next: '$LATEST', old: '7' });
    expect(functions[1]).not.toHaveProperty('qualifiers');
  });

  it('lead to a version, and to $LATEST where there is none', () => {
    const [fn = {}] = read({ Version: VERSION, Live: alias('live', '1') }).functions;

    expect(
      ['live', '1', '$LATEST', undefined, 'nobody', 'constructor'].map((each) => versionOf(fn, each)),
    ).toEqual(['1', '1', '$LATEST', '$LATEST', '$LATEST', '$LATEST']);
    expect(versionOf({}, 'live')).toBe('$LATEST');
  });
});
