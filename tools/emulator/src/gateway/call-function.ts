import { functionFailed, tooManyRequests, type Refusal } from './refusals';
import { MalformedResponse } from './response-parts';
import type { Route } from './serve-request';
import { urlResponse, type UrlResponse } from './url-response';

/** What came of calling a function: an answer, or what the client gets to see instead and why. */
export type Outcome =
  | { readonly kind: 'answered'; readonly response: UrlResponse }
  | { readonly kind: 'failed'; readonly refusal: Refusal; readonly explanation: string };

/**
 * Runs the function behind a URL once.
 *
 * @param payload the event, as JSON text
 * @throws Error when the machine has no room for another sandbox
 */
export async function callFunction(
  { host, fn, url }: Route,
  payload: string,
  requestId: string,
  traceId: string,
): Promise<Outcome> {
  const functionArn = url.qualifier === undefined ? fn.arn : `${fn.arn}:${url.qualifier}`;
  const { result } = await host.invoke({ requestId, traceId, payload, functionArn });
  switch (result.kind) {
    case 'response':
    case 'stream':
      try {
        return { kind: 'answered', response: urlResponse(result, url.invokeMode) };
      } catch (error) {
        if (!(error instanceof MalformedResponse)) throw error;
        return failed(`malformed response: ${error.message}`);
      }
    case 'throttled':
      return {
        kind: 'failed',
        refusal: tooManyRequests(),
        explanation: `all ${host.fn.reservedConcurrency} of the function's reserved concurrency are in use`,
      };
    case 'timeout':
      return failed(
        `Task timed out after ${result.seconds.toFixed(2)} seconds: answer sooner, or raise the function's Timeout`,
      );
    case 'init-timeout':
      return failed(`the function did not load within ${result.limitMs} ms`);
    case 'streamed':
      throw new Error('a stream that nobody asked for');
    default:
      return failed(`${result.errorType}: ${result.errorMessage}`);
  }
}

function failed(explanation: string): Outcome {
  return { kind: 'failed', refusal: functionFailed(), explanation };
}
