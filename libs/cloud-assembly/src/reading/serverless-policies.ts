import { entries, own, type JsonObject } from '../json';

/** What a policy template allows: actions, and on what, by the value of its parameter. */
interface PolicyTemplate {
  /** Absent of those that take none. */
  readonly parameter?: string;
  readonly actions: readonly string[];
  /** For `Fn::Sub`; the parameter's value is `${Value}`. */
  readonly resource: string;
}

/**
 * Those of "AWS SAM policy templates" that allow what is decided here: invoking functions, and the calls of EC2 that show
 * and make network interfaces.
 */
const TEMPLATES: ReadonlyMap<string, PolicyTemplate> = new Map<string, PolicyTemplate>([
  [
    'LambdaInvokePolicy',
    {
      parameter: 'FunctionName',
      actions: ['lambda:InvokeFunction'],
      // The star takes in aliases and versions, and every function whose name begins so.
      resource: 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Value}*',
    },
  ],
  ['EC2DescribePolicy', { actions: ['ec2:DescribeRegions', 'ec2:DescribeInstances'], resource: '*' }],
  [
    'VPCAccessPolicy',
    {
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DetachNetworkInterface',
      ],
      resource: '*',
    },
  ],
]);

/**
 * The policy that SAM makes of a policy template: `{ LambdaInvokePolicy: { FunctionName: … } }`.
 *
 * @returns undefined when it is none of those that are known here, or has not its parameter
 */
export function expandPolicyTemplate(policy: unknown): JsonObject | undefined {
  const [[name, given] = ['', undefined], ...others] = entries(policy);
  const template = TEMPLATES.get(name);
  if (template === undefined || others.length > 0) return undefined;
  const { parameter, actions, resource } = template;
  const value = parameter === undefined ? '' : own(given, parameter);
  if (value === undefined) return undefined;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: { 'Fn::Sub': [resource, { Value: value }] } }],
  };
}
