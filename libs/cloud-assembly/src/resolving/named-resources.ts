import { arnIn, partitionOf, type Resource, type Stack } from '../reading/stack';
import type { Scope } from './scope';
import { asText } from './value';

/** A resource type whose name, when the template gives it, tells its Ref and ARN. */
interface NamedType {
  readonly name: string;
  readonly attributes: Readonly<Record<string, (name: string, stack: Stack) => string>>;
}

const itself = (name: string): string => name;

/** From "AWS resource and property types reference", return values. */
const NAMED_TYPES: ReadonlyMap<string, NamedType> = new Map<string, NamedType>([
  [
    'AWS::DynamoDB::Table',
    {
      name: 'TableName',
      attributes: { Ref: itself, Arn: (name, stack) => arnIn(stack, 'dynamodb', `table/${name}`) },
    },
  ],
  [
    'AWS::S3::Bucket',
    {
      name: 'BucketName',
      attributes: { Ref: itself, Arn: (name, stack) => `arn:${partitionOf(stack.region)}:s3:::${name}` },
    },
  ],
  [
    'AWS::SQS::Queue',
    {
      name: 'QueueName',
      attributes: {
        Ref: (name, stack) => `https://sqs.${stack.region}.amazonaws.com/${stack.accountId}/${name}`,
        QueueName: itself,
        QueueUrl: (name, stack) => `https://sqs.${stack.region}.amazonaws.com/${stack.accountId}/${name}`,
        Arn: (name, stack) => arnIn(stack, 'sqs', name),
      },
    },
  ],
  [
    'AWS::Kinesis::Stream',
    {
      name: 'Name',
      attributes: { Ref: itself, Arn: (name, stack) => arnIn(stack, 'kinesis', `stream/${name}`) },
    },
  ],
  [
    'AWS::SNS::Topic',
    {
      name: 'TopicName',
      attributes: {
        Ref: (name, stack) => arnIn(stack, 'sns', name),
        TopicArn: (name, stack) => arnIn(stack, 'sns', name),
        TopicName: itself,
      },
    },
  ],
  ['AWS::SSM::Parameter', { name: 'Name', attributes: { Ref: itself } }],
]);

/** An attribute that follows from a name in the template; undefined when there is no name, or it does not follow. */
export function attributeOfNamed(resource: Resource, attribute: string, scope: Scope): string | undefined {
  const type = NAMED_TYPES.get(resource.type);
  if (type === undefined || !Object.hasOwn(type.attributes, attribute)) return undefined;
  const name = asText(scope.property(resource, type.name));
  return name === undefined ? undefined : type.attributes[attribute]?.(name, scope.stack);
}
