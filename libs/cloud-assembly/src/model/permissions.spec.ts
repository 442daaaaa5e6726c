import { lambda, readStack } from '../testing/assemblies';

const read = (permission: object) =>
  readStack({
    Resources: {
      Fn: lambda({ FunctionName: 'f' }),
      May: {
        Type: 'AWS::Lambda::Permission',
        Properties: { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: '*', ...permission },
      },
    },
  });
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const ROLE = 'arn:aws:iam::111122223333:role/r';

describe('a permission', () => {
  it.each([
    ['*', '*'],
    ['111122223333', { AWS: 'arn:aws:iam::111122223333:root' }],
    [ROLE, { AWS: ROLE }],
    ['sns.amazonaws.com', { Service: 'sns.amazonaws.com' }],
  ])('for %s names its principal as Lambda does', (Principal, expected) => {
    const { functions, problems } = read({ Principal });

    expect(problems).toEqual([]);
    expect(functions[0]?.policy).toEqual([
      {
        Sid: expect.stringMatching(/^App-May-/),
        Effect: 'Allow',
        Principal: expected,
        Action: 'lambda:InvokeFunction',
        Resource: ARN,
      },
    ]);
  });

  it.each([
    [{ FunctionUrlAuthType: 'NONE' }, { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }],
    [{ InvokedViaFunctionUrl: true }, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }],
    [{ InvokedViaFunctionUrl: 'true' }, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }],
    [{ InvokedViaFunctionUrl: false }, undefined],
    [{ SourceArn: ROLE }, { ArnLike: { 'AWS:SourceArn': ROLE } }],
    [{ SourceAccount: '111122223333' }, { StringEquals: { 'AWS:SourceAccount': '111122223333' } }],
    [{ PrincipalOrgID: 'o-1' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }],
    [{ EventSourceToken: 't' }, { StringEquals: { 'lambda:EventSourceToken': 't' } }],
  ])('with %j has the condition that Lambda makes of it', (properties, condition) => {
    expect(read(properties).functions[0]?.policy[0]?.Condition).toEqual(condition);
  });

  it.each([
    ['f:live', `${ARN}:live`],
    [`${ARN}:live`, `${ARN}:live`],
    ['000000000000:function:f:live', `${ARN}:live`],
  ])('on %s is on the alias only', (FunctionName, resource) => {
    expect(read({ FunctionName }).functions[0]?.policy[0]?.Resource).toBe(resource);
  });

  it.each([
    [{ FunctionName: 'elsewhere' }, 'App.May.FunctionName'],
    [{ FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:f' }, 'App.May.FunctionName'],
    [{ Principal: 'somebody' }, 'App.May.Principal'],
    [{ Action: undefined }, 'App.May'],
  ])('with %j is left out, and named', (properties, path) => {
    const { functions, problems } = read(properties);

    expect(functions[0]?.policy).toEqual([]);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});
