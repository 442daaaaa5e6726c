/** Prefixes of actions whose service has an endpoint of another name (AWS PrivateLink, "AWS services that integrate"). */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['appconfig', 'appconfigdata'],
  ['cloudwatch', 'monitoring'],
  ['ecr', 'ecr.api'],
  ['firehose', 'kinesis-firehose'],
  ['kinesis', 'kinesis-streams'],
  ['sagemaker', 'sagemaker.api'],
  ['ses', 'email'],
]);

/** Prefixes of actions whose service has an endpoint of the same name. */
const SAME: ReadonlySet<string> = new Set(
  `athena autoscaling bedrock cloudformation codebuild codecommit codedeploy codepipeline cognito-idp comprehend
  dynamodb ecs elasticache elasticloadbalancing events execute-api glue kafka kendra kms lambda personalize polly
  rds rds-data redshift redshift-data rekognition s3 s3express scheduler secretsmanager servicediscovery sns sqs ssm
  states sts textract transcribe translate wafv2`.split(/\s+/),
);

/** What ends a host name of AWS that is not the name of an endpoint's service. */
const NO_SERVICES: ReadonlySet<string> = new Set([
  'cache',
  'elb',
  'es',
  'kafka',
  'mq',
  'rds',
  'redshift',
  'aoss',
]);

/** Actions that do not go to the API of their service but to a host of the customer's own, or that Lambda does itself. */
const NOT_CALLED =
  /^(logs|xray|ec2|elasticfilesystem|kafka-cluster|rds-db|es|aoss):|^ecr:getauthorizationtoken$|^\*/;

/** The service that an action, in lower case, is a call to, by the last part of its endpoint's name. */
export function serviceOfAction(action: string): string | undefined {
  const [prefix = '', name = ''] = action.split(':');
  if (NOT_CALLED.test(action)) return undefined;
  if (prefix === 'bedrock' && /^(invoke|converse)/.test(name)) return 'bedrock-runtime';
  if (prefix === 'sagemaker' && name.startsWith('invokeendpoint')) return 'sagemaker.runtime';
  return RENAMED.get(prefix) ?? (SAME.has(prefix) ? prefix : undefined);
}

/** The service and Region of an endpoint's host name; undefined when it is none, or one of the customer's own. */
export function serviceOfHost(
  host: string,
): { readonly service: string; readonly region: string } | undefined {
  const [, before = '', region] =
    /^(.+)\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(host) ?? [];
  const label = before.slice(before.lastIndexOf('.') + 1);
  if (region === undefined || NO_SERVICES.has(label)) return undefined;
  return { service: RENAMED.get(label) ?? label, region };
}
