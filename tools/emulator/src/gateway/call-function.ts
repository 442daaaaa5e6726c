import type { Execution } from '../runtime/function-host';
import type { InvocationResult, ResponseStream } from '../runtime/invocation';
import { functionFailed, functionNotReady, tooManyRequests, type Refusal } from './refusals';
import { MalformedResponse } from './response-parts';
import type { Sent } from './send-stream';
import type { Route } from './serve-request';
import { urlResponse, type UrlResponse } from './url-response';

/** What came of calling a function. */
export type Outcome =
  /** An answer to send. */
  | { readonly kind: 'answered'; readonly response: UrlResponse }
  /** The answer went out while the function wrote it. */
  | { readonly kind: 'streamed'; readonly status: number }
  /** It began to, and then the function failed. */
  | { readonly kind: 'cut'; readonly status: number; readonly explanation: string }
  /** What the client gets to see instead, and why. */
  | { readonly kind: 'failed'; readonly refusal: Refusal; readonly explanation: string };

/** One call of a function. */
export interface Call {
  readonly requestId: string;
  readonly traceId: string;
  /** The event, as JSON text. */
  readonly payload: string;
  /** Sends a stream to the client as it comes; used on URLs that stream. */
  readonly sendStream: (stream: ResponseStream) => Promise<Sent>;
}

/**
 * Runs the function behind a URL once.
 *
 * @throws Error when the machine has no room for another sandbox
 */
export async function callFunction(
  { host, fn, url }: Route,
  { requestId, traceId, payload, sendStream }: Call,
): Promise<Outcome> {
  const notReady = host.knock();
  if (notReady !== undefined) {
    return { kind: 'failed', refusal: functionNotReady(notReady), explanation: notReady.explanation };
  }
  const functionArn = url.qualifier === undefined ? fn.arn : `${fn.arn}:${url.qualifier}`;
  const invocation = { requestId, traceId, payload, functionArn };
  const outcomeOf = (result: Execution['result']): Outcome =>
    result.kind === 'throttled'
      ? { kind: 'failed', refusal: tooManyRequests(result.reason), explanation: result.explanation }
      : settled(result, url.invokeMode);
  if (url.invokeMode === 'BUFFERED') return outcomeOf((await host.invoke(invocation)).result);

  return new Promise((resolve, reject) => {
    let hasBegun = false;
    const execution = host.invoke(invocation, {
      onStream: (stream) => {
        hasBegun = true;
        sendStream(stream)
          .then(async (sent) => resolve(await ofStream(sent, async () => (await execution).result)))
          .catch(reject);
      },
    });
    execution.then(({ result }) => {
      if (!hasBegun) resolve(outcomeOf(result));
    }, reject);
  });
}

/** Why a stream broke off is known when the invocation is over; that its head is none is known at once. */
async function ofStream(sent: Sent, result: () => Promise<Execution['result']>): Promise<Outcome> {
  if (sent.kind === 'sent') return { kind: 'streamed', status: sent.status };
  if (sent.kind === 'nothing' && sent.malformed !== undefined) return malformed(sent.malformed);
  const explanation = explain(await result());
  if (sent.kind === 'nothing') return failed(explanation);
  return { kind: 'cut', status: sent.status, explanation };
}

function settled(result: InvocationResult, invokeMode: 'BUFFERED' | 'RESPONSE_STREAM'): Outcome {
  if (result.kind !== 'response' && result.kind !== 'stream') return failed(explain(result));
  try {
    return { kind: 'answered', response: urlResponse(result, invokeMode) };
  } catch (error) {
    if (error instanceof MalformedResponse) return malformed(error);
    throw error;
  }
}

/** What the terminal gets to hear of a function that failed. */
function explain(result: Execution['result']): string {
  switch (result.kind) {
    case 'timeout':
      return `Task timed out after ${result.seconds.toFixed(2)} seconds: answer sooner, or raise the function's Timeout`;
    case 'init-timeout':
      return `the function did not load within ${result.limitMs} ms`;
    case 'exit':
      return [`${result.errorType}: ${result.errorMessage}`, result.explanation ?? []].flat().join(': ');
    case 'error':
    case 'init-error':
      return `${result.errorType}: ${result.errorMessage}`;
    default:
      return 'the stream was not taken to its end';
  }
}

function malformed({ message }: MalformedResponse): Outcome {
  return failed(`malformed response: ${message}`);
}

function failed(explanation: string): Outcome {
  return { kind: 'failed', refusal: functionFailed(), explanation };
}
