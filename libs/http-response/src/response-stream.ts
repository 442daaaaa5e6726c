import { foldHeaders } from './fold-headers';
import type { HeaderPair } from './function-url-result';

/** Where a handler in invoke mode RESPONSE_STREAM writes its answer: the part of the runtime's stream that is used. */
export interface ResponseStream {
  /** False when the taker is slower than the writer: the next write should wait for `drain`. */
  write(chunk: Uint8Array | string): boolean;
  end(): unknown;
  once(event: 'drain' | 'close' | 'error', listener: (error?: Error) => void): unknown;
  off(event: 'drain' | 'close' | 'error', listener: (error?: Error) => void): unknown;
}

/** A handler in invoke mode RESPONSE_STREAM. When its promise is rejected, the platform cuts the answer off. */
export type StreamingHandler<Event, Context> = (
  event: Event,
  stream: ResponseStream,
  context: Context,
) => Promise<void>;

/** What stands before the body of a streamed answer. */
export interface StreamHead {
  readonly statusCode: number;
  /** The fields in their order; Set-Cookie fields among them become cookies. */
  readonly headers: Iterable<HeaderPair>;
}

/**
 * Marks a handler as one that streams, as the runtime wants it.
 *
 * Source: AWS Lambda Developer Guide, "Writing response streaming-enabled Lambda functions".
 * @throws Error when no Lambda runtime has put `awslambda` into the global scope
 * @example
 * export const handler = streamifyResponse(async (event: FunctionUrlEvent, stream) => {
 *   beginStream(stream, { statusCode: 200, headers: [['content-type', 'text/plain']] });
 *   stream.write('hello');
 *   stream.end();
 * });
 */
export function streamifyResponse<Event, Context>(
  handler: StreamingHandler<Event, Context>,
): StreamingHandler<Event, Context> {
  return runtime().streamifyResponse(handler);
}

/**
 * Sends status, header fields and cookies, at once, also where no body follows: the runtime sends them with the first write
 * only, and a stream that is ended without one has none (aws-lambda-nodejs-runtime-interface-client issues 95 and 97).
 *
 * @returns the stream that takes the body
 */
export function beginStream(stream: ResponseStream, { statusCode, headers }: StreamHead): ResponseStream {
  const folded = foldHeaders(headers);
  const begun = runtime().HttpResponseStream.from(stream, {
    statusCode,
    headers: folded.headers,
    ...(folded.cookies.length > 0 ? { cookies: folded.cookies } : {}),
  });
  begun.write('');
  return begun;
}

interface StreamingRuntime {
  streamifyResponse<H>(handler: H): H;
  readonly HttpResponseStream: { from(stream: ResponseStream, prelude: object): ResponseStream };
}

function runtime(): StreamingRuntime {
  const { awslambda } = globalThis as { awslambda?: Partial<StreamingRuntime> };
  if (awslambda?.streamifyResponse === undefined || awslambda.HttpResponseStream === undefined) {
    throw new Error(
      'invoke mode RESPONSE_STREAM needs the Lambda runtime: there is no "awslambda" in the global scope',
    );
  }
  return awslambda as StreamingRuntime;
}
