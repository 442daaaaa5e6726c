/** What is known here of a managed policy of AWS. */
export interface AwsPolicy {
  readonly name: string;
  /** Undefined: not known. */
  readonly managesNetworkInterfaces: boolean | undefined;
  readonly doesMoreThanLogs: boolean;
  /** The service that it is about, by the last part of its endpoint's name. */
  readonly service?: string;
}

/** Policies that allow the creation of network interfaces ("AWS managed policy reference"); true: and much else. */
const NETWORK: ReadonlyMap<string, boolean> = new Map([
  ['AWSLambdaVPCAccessExecutionRole', false],
  ['AWSLambdaENIManagementAccess', false],
  ['AWSLambdaMSKExecutionRole', true],
  ['AdministratorAccess', true],
  ['PowerUserAccess', true],
  ['AmazonEC2FullAccess', true],
  ['AmazonVPCFullAccess', true],
]);

/** Policies that write logs and traces, and nothing else. */
const LOGS: ReadonlySet<string> = new Set([
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaBasicDurableExecutionRolePolicy',
  'AWSXRayDaemonWriteAccess',
  'AWSXrayWriteOnlyAccess',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
  'CloudWatchLambdaApplicationSignalsExecutionRolePolicy',
]);

/** How the names of policies about one service start. */
const SERVICES: readonly (readonly [string, string])[] = [
  ['AmazonS3', 's3'],
  ['AmazonDynamoDB', 'dynamodb'],
  ['AmazonSQS', 'sqs'],
  ['AmazonSNS', 'sns'],
  ['AmazonSSM', 'ssm'],
  ['SecretsManager', 'secretsmanager'],
  ['AmazonKinesisFirehose', 'kinesis-firehose'],
  ['AmazonKinesis', 'kinesis-streams'],
  ['AmazonEventBridge', 'events'],
  ['AWSStepFunctions', 'states'],
  ['AmazonSES', 'email'],
  ['AmazonBedrock', 'bedrock-runtime'],
  ['AmazonAthena', 'athena'],
  ['AmazonRDSData', 'rds-data'],
  ['AmazonAPIGatewayInvoke', 'execute-api'],
  ['AmazonRekognition', 'rekognition'],
  ['AmazonTextract', 'textract'],
  ['AmazonCognito', 'cognito-idp'],
  ['AWSLambdaRole', 'lambda'],
  ['AWSLambda_', 'lambda'],
];

/** Policies with which Lambda itself reads an event source; the function's code calls nothing with them. */
const POLLERS = /^AWSLambda(SQSQueue|Kinesis|DynamoDB|AmazonDocumentDB|ManagedMSK)\w*$/;

/** What is known of a managed policy of AWS, by its ARN; undefined when it is a customer's. */
export function awsPolicy(arn: string): AwsPolicy | undefined {
  const [, name] = /^arn:aws[\w-]*:iam::aws:policy\/(?:.+\/)?([^/]+)$/.exec(arn) ?? [];
  if (name === undefined) return undefined;
  const more = NETWORK.get(name);
  if (more !== undefined) return { name, managesNetworkInterfaces: true, doesMoreThanLogs: more };
  if (LOGS.has(name)) return { name, managesNetworkInterfaces: false, doesMoreThanLogs: false };
  const [, service] = SERVICES.find(([start]) => name.startsWith(start)) ?? [];
  if (service !== undefined)
    return { name, managesNetworkInterfaces: false, doesMoreThanLogs: true, service };
  const isPoller = POLLERS.test(name);
  return { name, managesNetworkInterfaces: isPoller ? false : undefined, doesMoreThanLogs: true };
}
