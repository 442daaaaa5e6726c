import { Role, ServicePrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ConfigError } from './config-error';
import { createFunction } from '../test/small-network';
import { countByType, createTestApp, templatesOf, TestBundles } from '../test/test-app';

describe('FurlApp', () => {
  const bundles = new TestBundles();
  afterAll(() => bundles.remove());

  it('is four stacks in one Region and any account, and nothing of them is looked up', () => {
    const assembly = createTestApp(bundles).synth();

    const dependencies = assembly.stacks.map(({ stackName, dependencies: on }) => [
      stackName,
      on.map(({ id }) => id).filter((id) => !id.endsWith('.assets')),
    ]);

    expect(Object.fromEntries(dependencies)).toEqual({
      FurlNetwork: [],
      FurlServer: ['FurlNetwork'],
      FurlProxy: ['FurlServer'],
      FurlVpcLambda: ['FurlNetwork'],
    });
    expect(assembly.stacks.map(({ environment }) => environment.name)).toEqual(
      Array(4).fill('aws://unknown-account/ap-northeast-1'),
    );
    expect(assembly.manifest.missing).toBeUndefined();
  });

  it('has no way to the internet, no custom resource and no function that nobody asked for', () => {
    const counts = Object.values(templatesOf(createTestApp(bundles))).map(countByType);

    expect(counts.reduce((sum, count) => sum + (count['AWS::Lambda::Function'] ?? 0), 0)).toBe(5);
    expect(
      counts
        .flatMap(Object.keys)
        .filter((type) => /Gateway|AWS::EC2::Route$|EIP|Custom|AWS::CDK::Metadata|AWS::SSM/.test(type)),
    ).toEqual([]);
  });

  it('gives the same templates every time', () => {
    const synthesise = () =>
      Object.values(templatesOf(createTestApp(bundles))).map((template) => JSON.stringify(template.toJSON()));

    expect(synthesise()).toEqual(synthesise());
  });

  it('fails synthesis on a finding of cdk-nag that nobody has acknowledged', () => {
    const app = createTestApp(bundles);
    new Bucket(app.server, 'Unencrypted');

    expect(() => app.synth()).toThrow(/AwsSolutions-S1\b/);
  });

  it('acknowledges the wildcard of its own roles only', () => {
    const app = createTestApp(bundles);
    const role = new Role(app.server, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['ec2:CreateNetworkInterface'], resources: ['*'] }));

    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5\[Resource::\*\]/);
  });

  it('acknowledges a URL for everybody of the proxy only', () => {
    const app = createTestApp(bundles);
    const other = createFunction(app.server, 'Other', { functionName: 'other' });
    other.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    other.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));

    expect(() => app.synth()).toThrow(/everybody may call the URL of other \(NONE\)/);
  });

  it('refuses a configuration that cannot work before it makes anything of it', () => {
    expect(() => createTestApp(bundles, { 'furl:region': 'tokyo' })).toThrow(ConfigError);
  });
});
