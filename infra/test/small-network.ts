import type { Stack } from 'aws-cdk-lib';
import { type IVpc, SecurityGroup, SubnetType, Vpc, type VpcProps } from 'aws-cdk-lib/aws-ec2';
import { Code, Function, type FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';

/** A VPC without custom resources, by default with nothing but isolated subnets in two zones. */
export function createVpc(stack: Stack, props: VpcProps = isolated()): IVpc {
  // CDK's own types are not written for exactOptionalPropertyTypes.
  return new Vpc(stack, 'Vpc', { maxAzs: 2, restrictDefaultSecurityGroup: false, ...props }) as IVpc;
}

/** Isolated subnets of a size. */
export function isolated(cidrMask = 24): VpcProps {
  return {
    natGateways: 0,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask }],
  };
}

/** A function in no VPC, unless the props put it into one. */
export function createFunction(stack: Stack, id: string, props: Partial<FunctionProps> = {}): Function {
  return new Function(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    ...props,
  });
}

/** The function `Worker` in a VPC, by default in its isolated subnets and with the group `Group`. */
export function createWorker(stack: Stack, vpc: IVpc, props: Partial<FunctionProps> = {}): Function {
  return createFunction(stack, 'Worker', {
    vpc,
    vpcSubnets: { subnets: vpc.isolatedSubnets },
    ...(props.securityGroups === undefined && {
      securityGroups: [new SecurityGroup(stack, 'Group', { vpc })],
    }),
    ...props,
  });
}
