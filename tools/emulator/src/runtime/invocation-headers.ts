import type { Invocation } from './invocation';

/**
 * The headers with which a runtime gets an invocation (AWS Lambda Developer Guide, "Using the Lambda runtime API for
 * custom runtimes", "Next invocation").
 *
 * @param deadlineMs in milliseconds since 1970
 */
export function invocationHeaders(invocation: Invocation, deadlineMs: number): Record<string, string> {
  return {
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(deadlineMs),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceId,
    ...(invocation.clientContext !== undefined && {
      'lambda-runtime-client-context': invocation.clientContext,
    }),
  };
}
