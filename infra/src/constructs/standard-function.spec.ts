import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { TestBundles } from '../../test/test-app';
import { DEFAULT_CONFIG } from '../config';
import { RegionalStack } from './regional-stack';
import { StandardFunction } from './standard-function';

describe('StandardFunction', () => {
  const folders = new TestBundles([]);
  afterAll(() => folders.remove());
  const stack = new RegionalStack(new App({ outdir: folders.root }), 'Stack', {
    config: DEFAULT_CONFIG,
    description: 'A stack',
  });
  const vpc = new Vpc(stack, 'Vpc') as IVpc;
  const securityGroup = new SecurityGroup(stack, 'Group', { vpc });
  const props = { functionName: 'alone', description: 'A function', code: Code.fromInline('1') };

  it.each([
    ['a VPC without a group, which would get a group and interfaces of its own', { vpc }],
    ['a group without a VPC, which would do nothing', { securityGroup }],
  ])('refuses %s', (what, network) => {
    expect(() => new StandardFunction(stack, what, { ...props, ...network })).toThrow(
      'alone: a function takes a VPC and a security group, or neither of them',
    );
  });
});
