import { ASSET_KEY, expectExecutionRole, expectStandardFunction } from '../../test/expectations';
import { countByType, createTestApp, onlyResource, templatesOf, TestBundles } from '../../test/test-app';

describe('FurlProxy', () => {
  const bundles = new TestBundles();
  const { proxy: template, server } = templatesOf(createTestApp(bundles));
  afterAll(() => bundles.remove());

  const { fn, role } = expectStandardFunction(template, 'furl-proxy');
  const importOf = (value: object) => {
    const outputs = Object.values(server.findOutputs('*', { Value: value })).filter(({ Export }) => Export);
    return { 'Fn::ImportValue': outputs[0]?.['Export'].Name };
  };
  const [serverFunction] = Object.keys(server.findResources('AWS::Lambda::Function'));
  const [serverUrl] = Object.keys(server.findResources('AWS::Lambda::Url'));
  const serverArn = importOf({ 'Fn::GetAtt': [serverFunction, 'Arn'] });

  it('is one function with its log group, its role, what the role may, its URL and who may call it', () => {
    expect(countByType(template)).toEqual({
      'AWS::IAM::Policy': 1,
      'AWS::IAM::Role': 1,
      'AWS::Lambda::Function': 1,
      'AWS::Lambda::Permission': 2,
      'AWS::Lambda::Url': 1,
      'AWS::Logs::LogGroup': 1,
    });
  });

  it('runs the bundle outside the VPC', () => {
    expect(onlyResource(template, 'AWS::Lambda::Function')).not.toHaveProperty('VpcConfig');
    template.hasResourceProperties('AWS::Lambda::Function', { Code: { S3Key: ASSET_KEY } });
    expectExecutionRole(template, { role, functionName: 'furl-proxy', inVpc: false });
  });

  it('knows where the server is, by a reference that keeps the server from being deleted', () => {
    expect(serverArn['Fn::ImportValue']).toMatch(/^FurlServer:/);
    expect(onlyResource(template, 'AWS::Lambda::Function')).toMatchObject({
      Environment: {
        Variables: expect.objectContaining({
          LAMBDA_SERVER_URL: importOf({ 'Fn::GetAtt': [serverUrl, 'FunctionUrl'] }),
        }) as object,
      },
    });
  });

  it('may call the URL of the server, which takes two actions, and nothing more', () => {
    expect(onlyResource(template, 'AWS::IAM::Policy')).toMatchObject({
      Roles: [{ Ref: role }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunctionUrl',
            Resource: serverArn,
            Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
          },
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: serverArn,
            Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': true } },
          },
        ],
      },
    });
  });

  it('is open to everybody, by its URL only', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    const everybody = { FunctionName: { 'Fn::GetAtt': [fn, 'Arn'] }, Principal: '*' };

    expect(permissions.map(({ Properties }) => Properties)).toEqual(
      expect.arrayContaining([
        { ...everybody, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
        { ...everybody, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
      ]),
    );
    expect(permissions).toHaveLength(2);
  });

  it('streams, and tells the handler so', () => {
    template.hasResourceProperties('AWS::Lambda::Url', { InvokeMode: 'RESPONSE_STREAM' });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { PROXY_INVOKE_MODE: 'RESPONSE_STREAM' } },
    });
  });

  it('gives its URL out', () => {
    const [url = ''] = Object.keys(template.findResources('AWS::Lambda::Url'));

    expect(onlyResource(template, 'AWS::Lambda::Url')).toEqual({
      AuthType: 'NONE',
      InvokeMode: 'RESPONSE_STREAM',
      TargetFunctionArn: { 'Fn::GetAtt': [fn, 'Arn'] },
    });
    template.hasOutput('LambdaProxyFunctionUrl', { Value: { 'Fn::GetAtt': [url, 'FunctionUrl'] } });
  });
});
