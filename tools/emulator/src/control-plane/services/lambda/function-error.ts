import type { Execution } from '../../../runtime/function-host';

/** How a function failed, as Invoke tells its caller: what the runtime reported, or what the platform says in its place. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What `X-Amz-Function-Error` says of every failure, since 2019 (Lambda API Reference, "Invoke"). */
export const FUNCTION_ERROR = 'Unhandled';

/**
 * The failure of an invocation; undefined when there is none. The forms are those of recorded answers: an error of the
 * handler's as the runtime posted it, the platform's own with the request id.
 */
export function functionError(
  { result }: Pick<Execution, 'result'>,
  requestId: string,
): FunctionError | undefined {
  const ofPlatform = (errorType: string, what: string): FunctionError => ({
    errorType,
    errorMessage: `RequestId: ${requestId} Error: ${what}`,
  });
  switch (result.kind) {
    case 'error':
    case 'init-error': {
      const { errorType, errorMessage, trace } = result;
      return { errorType, errorMessage, ...(trace && { trace }) };
    }
    case 'exit':
      return ofPlatform(result.errorType, result.errorMessage);
    case 'timeout':
      return ofPlatform('Sandbox.Timedout', `Task timed out after ${result.seconds.toFixed(2)} seconds`);
    case 'init-timeout':
      return ofPlatform(
        'Sandbox.Timedout',
        `Task timed out after ${(result.limitMs / 1000).toFixed(2)} seconds`,
      );
    default:
      return undefined;
  }
}
