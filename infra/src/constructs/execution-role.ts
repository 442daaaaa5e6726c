import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** What Lambda does to network interfaces in the name of a VPC function: AWSLambdaVPCAccessExecutionRole v3, less its logs. */
const ENI_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** What the {@link ExecutionRole} is made of. */
export interface ExecutionRoleProps {
  /** The name of the one function that takes the role. */
  readonly functionName: string;
  /** Where the function may write; nowhere else. */
  readonly logGroup: ILogGroup;
  /**
   * Whether Lambda may manage network interfaces for the function.
   * @default false
   */
  readonly inVpc?: boolean;
}

/**
 * The role of one function, with nothing but what it needs to run.
 *
 * Its policies are inline on the role and not resources of their own: Lambda needs them until the last network interface is gone,
 * and CloudFormation deletes a policy resource before the role, which leaves the interface behind without anybody who may
 * delete it (aws-cdk#34400).
 */
export class ExecutionRole extends Role {
  constructor(scope: Construct, id: string, { functionName, logGroup, inVpc = false }: ExecutionRoleProps) {
    super(scope, id, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Execution role of the function ${functionName}`,
      inlinePolicies: {
        Logs: new PolicyDocument({ statements: [writeLogs(logGroup)] }),
        ...(inVpc && {
          NetworkInterfaces: new PolicyDocument({
            statements: manageNetworkInterfaces(functionArn(scope, functionName)),
          }),
        }),
      },
    });
    if (inVpc) {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          'Lambda creates the interfaces, so nobody knows their ids beforehand, and the describe actions know no resource; ' +
          'the same statement is denied to the code of the function.',
      });
    }
  }
}

function writeLogs(logGroup: ILogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/**
 * Lambda itself calls EC2 with the role, the function's code never has to. Calls of the code carry the condition key
 * `lambda:SourceFunctionArn`, those of the service do not, which tells them apart.
 * Source: AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC" and "Working with Lambda
 * execution environment credentials".
 */
function manageNetworkInterfaces(arn: string): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ENI_ACTIONS, resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ENI_ACTIONS,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': arn } },
    }),
  ];
}

/** From the name and not from the resource: the function already depends on the role. */
function functionArn(scope: Construct, functionName: string): string {
  return Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
