import { createContext, runInContext } from 'node:vm';
import { expectExecutionRole, expectStandardFunction, expectVpcConfig } from '../../test/expectations';
import { countByType, createTestApp, templatesOf, TestBundles } from '../../test/test-app';

const FUNCTIONS = [
  ['test-lambda-01', 'outbound-full-sg'],
  ['test-lambda-02', 'outbound-vpc-sg'],
  ['test-lambda-03', 'outbound-vpc-sg'],
] as const;

describe('FurlVpcLambda', () => {
  const bundles = new TestBundles();
  const { vpcLambda: template, network } = templatesOf(createTestApp(bundles));
  afterAll(() => bundles.remove());

  it('is three functions, each with a log group and a role', () => {
    expect(countByType(template)).toEqual({
      'AWS::IAM::Role': 3,
      'AWS::Lambda::Function': 3,
      'AWS::Logs::LogGroup': 3,
    });
  });

  it.each(FUNCTIONS)('has %s in both private subnets with %s', (functionName, group) => {
    const { fn, role } = expectStandardFunction(template, functionName);

    expectVpcConfig(template, network, fn, group);
    expectExecutionRole(template, { role, functionName, inVpc: true });
  });

  it.each(FUNCTIONS)('has %s answer the greeting when its inline code runs', async (functionName) => {
    const { fn } = expectStandardFunction(template, functionName);
    const module: { handler?: () => Promise<unknown> } = {};

    runInContext(template.toJSON().Resources[fn].Properties.Code.ZipFile, createContext({ exports: module }));

    await expect(module.handler?.()).resolves.toEqual({ statusCode: 200, body: 'Hello, World!' });
  });
});
