import type { PolicyDocument, PolicyStatement } from './policy-document';

/** How the assembly's files are read; the only way out of this library. */
export interface AssemblyFiles {
  /**
   * @param path relative to the assembly's folder, with `/`
   * @throws an error with the code `ENOENT` when there is no such file
   */
  readText(path: string): string;
}

/** What AWS would answer at deployment and a local run has to decide. */
export interface DeployTarget {
  /** 12 digits, for stacks that name no account. */
  readonly accountId: string;
  /** For stacks that name no region. Empty: the one of their subnets' zones and endpoints' services, else us-east-1. */
  readonly defaultRegion: string;
  /** The address of a function URL; it ends in `/`, as AWS's do. */
  functionUrl(url: { readonly urlId: string; readonly region: string }): string;
}

/** A cloud assembly with every value resolved as far as can be before a deployment. */
export interface CloudAssembly {
  readonly stacks: readonly StackSummary[];
  readonly functions: readonly LambdaFunction[];
  readonly functionUrls: readonly FunctionUrl[];
  readonly roles: readonly Role[];
  /** What is not understood or not resolved, and what that means. Empty when all is known. */
  readonly problems: readonly Problem[];
}

/** Something in a template that could not be taken over as AWS would. */
export interface Problem {
  /** Stack, logical id and property path, joined by dots. */
  readonly path: string;
  readonly message: string;
}

/** A stack of the assembly; nested stacks are listed too, under the name that CloudFormation would form. */
export interface StackSummary {
  readonly name: string;
  readonly artifactId: string;
  readonly region: string;
  readonly accountId: string;
  /** Relative to the assembly's folder, or to that of a single template. */
  readonly templateFile: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Where a function's code is. */
export type FunctionCode =
  /**
   * `path` is a folder or a .zip, relative to the assembly's folder and inside it. Of a single template it is relative to
   * the template's folder, may be absolute or lead out of it, and may be any file.
   */
  | {
      readonly kind: 'asset';
      readonly path: string;
      /** What makes it out of source and uploads it; absent for assemblies, which have all their code in them. */
      readonly packagedBy?: 'sam' | 'cloudformation';
    }
  | { readonly kind: 'inline'; readonly text: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** A layer of a function, in the order in which the function names them: later ones cover earlier ones. */
export interface FunctionLayer {
  readonly arn: string;
  readonly code: FunctionCode;
}

/** How much Lambda itself writes to a log, from most to least. */
export type SystemLogLevel = 'DEBUG' | 'INFO' | 'WARN';

/** An AWS::Lambda::Function. */
export interface LambdaFunction {
  readonly stack: string;
  readonly logicalId: string;
  /** As in `aws:cdk:path`; the stack and the logical id where the assembly does not say. */
  readonly constructPath: string;
  readonly functionName: string;
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  readonly runtime: string;
  readonly handler: string;
  readonly architecture: string;
  readonly code: FunctionCode;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly reservedConcurrency?: number;
  readonly roleArn?: string;
  readonly logFormat: 'Text' | 'JSON';
  readonly logGroup: string;
  /** Of the log format JSON only, whose default is INFO. */
  readonly applicationLogLevel?: string;
  /** The same, of what Lambda itself writes. */
  readonly systemLogLevel?: SystemLogLevel;
  /**
   * The version that each of its aliases and each published version's own number stand for: `{ live: '1', 1: '1' }`.
   * Absent when it has none; see {@link versionOf}.
   */
  readonly qualifiers?: Readonly<Record<string, string>>;
  /** Absent when it has none. */
  readonly layers?: readonly FunctionLayer[];
  readonly vpc?: {
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
  };
  /** The resource policy that the template's AWS::Lambda::Permission resources add up to. */
  readonly policy: readonly PolicyStatement[];
}

/** Cross-origin settings of a function URL. `maxAge` is in seconds. */
export interface FunctionUrlCors {
  readonly allowCredentials?: boolean;
  readonly allowHeaders?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowOrigins?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: number;
}

/** An AWS::Lambda::Url. */
export interface FunctionUrl {
  readonly stack: string;
  readonly logicalId: string;
  /** 32 of [0-9a-z]. */
  readonly urlId: string;
  readonly region: string;
  readonly url: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly cors?: FunctionUrlCors;
  /** Unqualified. */
  readonly functionArn: string;
  /** The alias that the URL belongs to; absent for $LATEST. */
  readonly qualifier?: string;
}

/** A policy as it is attached to a role. */
export interface RolePolicy {
  readonly name: string;
  readonly document: PolicyDocument;
  /** Of a managed policy; absent of one that is the role's own. */
  readonly arn?: string;
}

/** An AWS::IAM::Role, with the policies of the template that are attached to it. */
export interface Role {
  readonly stack: string;
  readonly logicalId: string;
  readonly roleName: string;
  readonly arn: string;
  /** `AROA` and 17 of [A-Z0-9]. */
  readonly roleId: string;
  readonly policies: readonly RolePolicy[];
  /** Attached managed policies whose documents are not in the assembly. */
  readonly managedPolicyArns: readonly string[];
  /** `document` is there when the boundary is a managed policy of the assembly. */
  readonly permissionsBoundary?: { readonly arn: string; readonly document?: PolicyDocument };
  readonly assumeRolePolicy?: PolicyDocument;
}
