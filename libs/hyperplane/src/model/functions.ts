import type { Ids, Maybe, Named } from './told';

/** `VpcConfig` of a function, or the `VPC_SUBNET`s and `VPC_SECURITY_GROUP`s of an event source mapping. */
export interface VpcConfig {
  readonly subnets: Ids;
  readonly securityGroups: Ids;
  /** `Ipv6AllowedForDualStack`; AWS's default is false. */
  readonly ipv6AllowedForDualStack: Maybe<boolean>;
}

/** `AWS::Lambda::Function` or `AWS::Serverless::Function`. */
export interface LambdaFunction extends Named {
  /** Absent: not in a VPC. Empty subnets and groups mean the same. */
  readonly vpcConfig?: Maybe<VpcConfig>;
  /** The id of its execution role; one that is not in `roles` is outside the template. */
  readonly role: Maybe<string>;
  /** Absent: it has no function URL. */
  readonly url?: FunctionUrl;
  /** What it has to reach, by its role's permissions or its environment; for the design rules. */
  readonly needs: readonly Need[];
}

/** `AWS::Lambda::Url`. */
export interface FunctionUrl {
  readonly authType: Maybe<'AWS_IAM' | 'NONE'>;
  /** Host names by which functions may call it, such as `abc.lambda-url.ap-northeast-1.on.aws`, where known. */
  readonly hosts?: readonly string[];
}

/** Something that a function has to reach, and how that is known. */
export interface Need {
  readonly to: Destination;
  /** One clause: `its role allows secretsmanager:GetSecretValue`, `its environment names it in LAMBDA_SERVER_URL`. */
  readonly because: string;
}

/** Something that a function may want to connect to. */
export type Destination =
  /** Any public address, TCP port 443. */
  | { readonly kind: 'internet' }
  /** A host name or address and a TCP port. A name is public unless a resource, a URL or a service has it. */
  | { readonly kind: 'host'; readonly host: string; readonly port: number }
  /** All addresses of an IPv4 or IPv6 block, on one TCP port or on all of them. */
  | { readonly kind: 'cidr'; readonly cidr: string; readonly port?: number }
  /** Another function, by id: through `Invoke` of the Lambda API, or through its URL if it has one. */
  | { readonly kind: 'function'; readonly function: string }
  /** A function's URL, by the function's id; a URL of another account by nothing. */
  | { readonly kind: 'function-url'; readonly function?: string }
  /** An AWS service of the same Region by the last part of its endpoint's name: `s3`, `secretsmanager`, `ecr.api`. */
  | { readonly kind: 'service'; readonly service: string }
  /** A private resource by id, on the port given or its own. */
  | { readonly kind: 'resource'; readonly resource: string; readonly port?: number };

/** `AWS::Lambda::Version`: it keeps the VpcConfig that the function had when it was published. */
export interface PublishedVersion extends Named {
  /** The function's id. */
  readonly function: Maybe<string>;
  /** Absent: not in a VPC. */
  readonly vpcConfig?: Maybe<VpcConfig>;
  /** `DeletionPolicy: Retain`: it outlives its removal from the template, and goes on holding its interfaces. */
  readonly isRetained: boolean;
}

/**
 * `AWS::Lambda::EventSourceMapping` of a source in a VPC (Amazon MSK, self-managed Apache Kafka, Amazon MQ, Amazon
 * DocumentDB): Lambda's pollers have interfaces in the source's subnets.
 */
export interface EventSourceMapping extends Named {
  /** The function's id. */
  readonly function: Maybe<string>;
  readonly vpcConfig?: Maybe<VpcConfig>;
}

/** `AWS::IAM::Role` that a function runs with. */
export interface Role extends Named {
  /** Whether it may do what `AWSLambdaVPCAccessExecutionRole` allows: create, describe and delete interfaces. */
  readonly managesNetworkInterfaces: Maybe<boolean>;
  /** Whether it may do anything besides writing logs and traces and managing network interfaces. */
  readonly doesMoreThanLogs: Maybe<boolean>;
}
