import {
  ASSET_KEY,
  expectExecutionRole,
  expectStandardFunction,
  expectVpcConfig,
} from '../../test/expectations';
import { countByType, createTestApp, templatesOf, TestBundles } from '../../test/test-app';

describe('FurlServer', () => {
  const bundles = new TestBundles();
  const { server: template, network } = templatesOf(createTestApp(bundles));
  afterAll(() => bundles.remove());

  it('is one function with its log group, its role and its URL; nothing lets the public in', () => {
    expect(countByType(template)).toEqual({
      'AWS::IAM::Role': 1,
      'AWS::Lambda::Function': 1,
      'AWS::Lambda::Url': 1,
      'AWS::Logs::LogGroup': 1,
    });
  });

  it('runs the bundle in both private subnets with the VPC-only group', () => {
    const { fn } = expectStandardFunction(template, 'furl-server');

    template.hasResourceProperties('AWS::Lambda::Function', {
      Code: {
        S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-ap-northeast-1' },
        S3Key: ASSET_KEY,
      },
    });
    expectVpcConfig(template, network, fn, 'outbound-vpc-sg');
  });

  it('has a role that writes its log, and lets Lambda but not its own code manage network interfaces', () => {
    const { role } = expectStandardFunction(template, 'furl-server');

    expectExecutionRole(template, { role, functionName: 'furl-server', inVpc: true });
  });

  it('puts the URL behind IAM and gives it out', () => {
    const { fn } = expectStandardFunction(template, 'furl-server');
    const [url = ''] = Object.keys(template.findResources('AWS::Lambda::Url'));

    expect(template.toJSON().Resources[url].Properties).toEqual({
      AuthType: 'AWS_IAM',
      TargetFunctionArn: { 'Fn::GetAtt': [fn, 'Arn'] },
    });
    template.hasOutput('LambdaServerFunctionUrl', { Value: { 'Fn::GetAtt': [url, 'FunctionUrl'] } });
  });
});
