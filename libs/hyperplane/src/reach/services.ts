import { isUnknown, known } from '../maybe';
import type { VpcEndpoint } from '../network';
import type { View } from './view';

/** What people say, and the last part of the endpoint's name. */
const ALIASES: Readonly<Record<string, string>> = {
  apigateway: 'execute-api',
  bedrock: 'bedrock-runtime',
  cloudwatch: 'monitoring',
  'cloudwatch-logs': 'logs',
  cognito: 'cognito-idp',
  ddb: 'dynamodb',
  eventbridge: 'events',
  'parameter-store': 'ssm',
  'secrets-manager': 'secretsmanager',
  ses: 'email',
  stepfunctions: 'states',
  'step-functions': 'states',
};

/** Services that functions call, by the last part of their endpoint's name (AWS PrivateLink, "AWS services"). */
const SERVICES: ReadonlySet<string> = new Set(
  `access-analyzer acm-pca appconfig appconfigdata athena autoscaling bedrock bedrock-agent-runtime bedrock-runtime
  cloudformation cloudtrail codebuild codedeploy codepipeline cognito-idp comprehend config databrew datasync dms
  dynamodb ebs ec2 ec2messages ecr.api ecr.dkr ecs elasticache elasticfilesystem elasticloadbalancing email email-smtp
  events execute-api firehose glue guardduty-data imagebuilder iot.data kafka kendra kinesis-firehose kinesis-streams
  kms lakeformation lambda license-manager logs macie2 monitoring mq neptune-graph organizations personalize pipes polly
  quicksight rds rds-data redshift redshift-data rekognition route53resolver s3 s3express sagemaker.api
  sagemaker.runtime scheduler secretsmanager securityhub servicediscovery sns sqs ssm ssmmessages states
  storagegateway sts synthetics textract timestream transcribe transfer translate wafv2 workspaces xray`.split(
    /\s+/,
  ),
);

/** Services that have gateway endpoints. */
export const GATEWAY_SERVICES: ReadonlySet<string> = new Set(['dynamodb', 's3', 's3express']);

/** The last part of the endpoint's name for what people call a service; undefined for what is none that we know. */
export function serviceNamed(text: string): string | undefined {
  const name = text.toLowerCase();
  const service = ALIASES[name] ?? name;
  return SERVICES.has(service) ? service : undefined;
}

/**
 * The service whose endpoint has a host name, such as `sqs.eu-west-1.amazonaws.com` or
 * `bucket.s3.eu-west-1.amazonaws.com`. Undefined for other names, and for another Region's endpoints: those are public
 * names, for which no VPC endpoint answers.
 */
export function serviceOfHost(host: string, region: string | undefined): string | undefined {
  const match = /^(?<labels>.+)\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?$/.exec(
    host.toLowerCase(),
  );
  const labels = match?.groups?.['labels']?.split('.') ?? [];
  if (match === null || (region !== undefined && match.groups?.['region'] !== region)) return undefined;
  const [last = '', before] = labels.toReversed();
  if (last === 'ecr' || last === 'sagemaker') return before === undefined ? undefined : `${last}.${before}`;
  if (last === 'kinesis' || last === 'firehose')
    return last === 'kinesis' ? 'kinesis-streams' : 'kinesis-firehose';
  return last;
}

/** The service of an endpoint in its Region; undefined when its name is not known or is not AWS's. */
export function serviceIn(view: View, { serviceName }: VpcEndpoint): string | undefined {
  if (isUnknown(serviceName)) return undefined;
  const match =
    /^(?:cn\.)?(?:com\.amazonaws|aws\.[a-z]+)\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\.(?<service>.+)$/.exec(
      serviceName,
    );
  const region = known(view.network.region);
  if (region !== undefined && match?.groups?.['region'] !== region) return undefined;
  return match?.groups?.['service'];
}
