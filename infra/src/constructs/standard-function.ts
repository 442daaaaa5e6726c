import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ExecutionRole } from './execution-role';

/** What a {@link StandardFunction} is made of. */
export interface StandardFunctionProps {
  /** The function's name, unique in account and Region. */
  readonly functionName: string;
  /** What the function is for, in a sentence. */
  readonly description: string;
  /** The code, whose module `index` exports `handler`. A maker gets the construct, to report on it what is wrong with the code. */
  readonly code: Code | ((scope: Construct) => Code);
  /**
   * The VPC whose isolated subnets, all of them, the function is connected to.
   * @default - no VPC: the function reaches the internet, and nothing private
   */
  readonly vpc?: IVpc;
  /**
   * The one security group of the function in the VPC. Functions with the same group share network interfaces; CDK's default, a
   * group for each function, would give each function interfaces of its own.
   * @default - none, which only a function without a VPC may have
   */
  readonly securityGroup?: ISecurityGroup;
}

/**
 * A function as we run them: small, on arm64, with the current Node.js, a log group that goes with the stack, logs in JSON and a
 * role of its own.
 */
export class StandardFunction extends Construct {
  /** The function itself. */
  readonly function: Function;
  /** The function's role, which nothing else takes. */
  readonly role: IRole;

  /** @throws Error when only one of `vpc` and `securityGroup` is given */
  constructor(scope: Construct, id: string, props: StandardFunctionProps) {
    super(scope, id);
    const { functionName, description, code, vpc, securityGroup } = props;
    if ((vpc === undefined) !== (securityGroup === undefined)) {
      throw new Error(`${functionName}: a function takes a VPC and a security group, or neither of them`);
    }

    const logGroup = new LogGroup(this, 'LogGroup', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.THREE_DAYS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new ExecutionRole(this, 'Role', { functionName, logGroup, inVpc: vpc !== undefined });
    this.role = role;
    this.function = new Function(this, 'Function', {
      functionName,
      description,
      code: typeof code === 'function' ? code(this) : code,
      handler: 'index.handler',
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 128,
      timeout: Duration.seconds(30),
      loggingFormat: LoggingFormat.JSON,
      ...(vpc !== undefined &&
        securityGroup !== undefined && {
          vpc,
          vpcSubnets: { subnets: vpc.isolatedSubnets },
          securityGroups: [securityGroup],
        }),
    });
  }
}
