import { Match } from 'aws-cdk-lib/assertions';
import type { Template } from 'aws-cdk-lib/assertions';

const ENI_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** The logical id of the one resource of a type that matches. */
export function logicalId(template: Template, type: string, properties: object): string {
  const [id, ...rest] = Object.keys(template.findResources(type, { Properties: properties }));
  if (id === undefined || rest.length > 0)
    throw new Error(`not one ${type} with ${JSON.stringify(properties)}`);
  return id;
}

/**
 * Expects a function to be run as every function is: its size, its log group and a role that nothing else takes.
 * @returns the logical ids of the function and of its role
 */
export function expectStandardFunction(
  template: Template,
  functionName: string,
): { fn: string; role: string } {
  const fn = logicalId(template, 'AWS::Lambda::Function', { FunctionName: functionName });
  const logGroup = logicalId(template, 'AWS::Logs::LogGroup', {
    LogGroupName: `/aws/lambda/${functionName}`,
  });
  const { Role, ...properties } = template.toJSON().Resources[fn].Properties;
  const role: string = Role['Fn::GetAtt'][0];

  expect(properties).toMatchObject({
    Architectures: ['arm64'],
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    MemorySize: 128,
    Timeout: 30,
    LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: logGroup } },
  });
  template.hasResource('AWS::Logs::LogGroup', {
    Properties: { LogGroupName: `/aws/lambda/${functionName}`, RetentionInDays: 3 },
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
  });
  const users = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Role: { 'Fn::GetAtt': [role, 'Arn'] } },
    }),
  );
  expect(users).toHaveLength(1);
  return { fn, role };
}

/** Expects a role to have the inline policies of a function, all of them, and no managed policy. */
export function expectExecutionRole(
  template: Template,
  { role, functionName, inVpc }: { role: string; functionName: string; inVpc: boolean },
): void {
  const logGroup = logicalId(template, 'AWS::Logs::LogGroup', {
    LogGroupName: `/aws/lambda/${functionName}`,
  });
  const { Policies, ManagedPolicyArns, AssumeRolePolicyDocument } =
    template.toJSON().Resources[role].Properties;

  expect(ManagedPolicyArns).toBeUndefined();
  expect(AssumeRolePolicyDocument.Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
  ]);
  const statements = Policies.map(
    ({ PolicyDocument }: { PolicyDocument: { Statement: unknown[] } }) => PolicyDocument.Statement,
  ).flat();
  expect(statements).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [logGroup, 'Arn'] },
    },
    ...(inVpc
      ? [
          { Effect: 'Allow', Action: ENI_ACTIONS, Resource: '*' },
          {
            Effect: 'Deny',
            Action: ENI_ACTIONS,
            Resource: '*',
            Condition: {
              ArnEquals: {
                'lambda:SourceFunctionArn': {
                  'Fn::Join': [
                    '',
                    [
                      'arn:aws:lambda:ap-northeast-1:',
                      { Ref: 'AWS::AccountId' },
                      `:function:${functionName}`,
                    ],
                  ],
                },
              },
            },
          },
        ]
      : []),
  ]);
}

/** Expects a function to be in both private subnets with one of the network's groups. */
export function expectVpcConfig(template: Template, network: Template, fn: string, groupName: string): void {
  const exportOf = (value: object) => {
    const [output] = Object.values(network.findOutputs('*', { Value: value }));
    return { 'Fn::ImportValue': output?.['Export'].Name };
  };
  const subnet = (cidr: string) =>
    exportOf({ Ref: logicalId(network, 'AWS::EC2::Subnet', { CidrBlock: cidr }) });
  const group = logicalId(network, 'AWS::EC2::SecurityGroup', { GroupName: groupName });

  expect(template.toJSON().Resources[fn].Properties.VpcConfig).toEqual({
    SubnetIds: [subnet('10.0.1.0/24'), subnet('10.0.2.0/24')],
    SecurityGroupIds: [exportOf({ 'Fn::GetAtt': [group, 'GroupId'] })],
  });
}

/** A matcher for the name of an asset's zip in the bootstrap bucket. */
export const ASSET_KEY = Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$');
