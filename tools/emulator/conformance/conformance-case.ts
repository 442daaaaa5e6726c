import type { Target } from './target';

/**
 * How sure it is that AWS does so: captured from AWS · documented by AWS · reported by users · ours, because nobody could
 * be found who knows. A case that is ours says what the emulator chose; on AWS it may fail, and then teaches something.
 */
export type Weight = 'captured' | 'documented' | 'reported' | 'ours';

/** What a function URL does, in one sentence, and how to see it. */
export interface ConformanceCase {
  /** Reads on after "a function URL …" or stands for itself. */
  readonly name: string;
  readonly weight: Weight;
  /** Who captured, documented or reported it. */
  readonly source: string;
  /** Fails by throwing, as `expect` does. */
  readonly check: (target: Target) => Promise<void>;
  /** Where it makes sense. @default everywhere */
  readonly only?: 'aws' | 'local';
}

/** Sources that many cases share. */
export const SOURCES = {
  awsLambdaGo: 'aws-lambda-go, lambdaurl/testdata',
  recorded: 'answers recorded by aws-lambda-go and LocalStack',
  payload: 'Lambda Developer Guide, "Invoking Lambda function URLs"',
  access: 'Lambda Developer Guide, "Control access to Lambda function URLs"',
  streaming: 'Lambda Developer Guide, "Response streaming for Lambda functions"',
  cors: 'Lambda Developer Guide, "Cross-origin resource sharing (CORS)"',
  quotas: 'Lambda Developer Guide, "Lambda quotas"',
  errors: 'IAM User Guide, "Troubleshoot Signature Version 4 signing"',
  ric95: 'aws-lambda-nodejs-runtime-interface-client, issue 95',
  ric97: 'aws-lambda-nodejs-runtime-interface-client, issue 97',
  users: 'reports of users',
  nobody: 'nobody knows',
} as const;

/** Cases of one weight and source. */
export function cases(
  weight: Weight,
  source: string,
  checks: Readonly<Record<string, ConformanceCase['check']>>,
): readonly ConformanceCase[] {
  return Object.entries(checks).map(([name, check]) => ({ name, weight, source, check }));
}
