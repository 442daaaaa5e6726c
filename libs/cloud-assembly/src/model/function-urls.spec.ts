import { lambda, readStack } from '../testing/assemblies';

const read = (url: object, others: object = {}) =>
  readStack({
    Resources: {
      Fn: lambda({ FunctionName: 'f' }),
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: { Ref: 'Fn' }, Name: 'live', FunctionVersion: '1' },
      },
      Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', ...url } },
      ...others,
    },
  });
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe('a function URL', () => {
  it.each(['f', ARN, '000000000000:function:f', { Ref: 'Fn' }, { 'Fn::GetAtt': ['Fn', 'Arn'] }])(
    'finds its function by %j',
    (TargetFunctionArn) => {
      const { functionUrls, problems } = read({ TargetFunctionArn });

      expect(problems).toEqual([]);
      expect(functionUrls).toMatchObject([{ functionArn: ARN, authType: 'NONE', invokeMode: 'BUFFERED' }]);
      expect(functionUrls[0]).not.toHaveProperty('qualifier');
    },
  );

  it('belongs to the alias that its qualifier names', () => {
    const { functionUrls, problems } = read({ TargetFunctionArn: ARN, Qualifier: 'live' });

    expect(problems).toEqual([]);
    expect(functionUrls).toMatchObject([{ functionArn: ARN, qualifier: 'live' }]);
  });

  it('has the cross-origin settings of the template, numbers as text too', () => {
    const Cors = { AllowCredentials: 'true', AllowOrigins: ['https://a'], MaxAge: '60' };

    expect(read({ TargetFunctionArn: 'f', Cors }).functionUrls[0]?.cors).toEqual({
      allowCredentials: true,
      allowOrigins: ['https://a'],
      maxAge: 60,
    });
  });

  it.each([
    [{ TargetFunctionArn: 'elsewhere' }, 'App.Url.TargetFunctionArn', 0],
    [{}, 'App.Url.TargetFunctionArn', 0],
    [{ TargetFunctionArn: 'f', AuthType: 'OPEN' }, 'App.Url.AuthType', 0],
    [{ TargetFunctionArn: 'f', Qualifier: 'nobody' }, 'App.Url.Qualifier', 1],
    [{ TargetFunctionArn: 'f', InvokeMode: 'FAST' }, 'App.Url.InvokeMode', 1],
    [{ TargetFunctionArn: 'f', Cors: { MaxAge: [] } }, 'App.Url.Cors.MaxAge', 1],
  ])('with %j is named as a problem', (url, path, left) => {
    const { functionUrls, problems } = read(url);

    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(functionUrls).toHaveLength(left);
  });

  it('has an attribute that other resources see', () => {
    const { functions, functionUrls } = read(
      { TargetFunctionArn: 'f' },
      { Other: lambda({ Environment: { Variables: { URL: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] } } } }) },
    );

    expect(functions[1]?.environment['URL']).toBe(functionUrls[0]?.url);
  });
});
