import { Writable } from 'node:stream';

import type { FunctionUrlEvent } from '@furl/http-response';

/** The time that is left to an invocation. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

/** What a function URL in invoke mode RESPONSE_STREAM makes of a stream. */
export interface StreamedAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
  /** What the handler was rejected with: the platform cuts the connection then. */
  readonly failure: Error | undefined;
}

/** A handler as the runtime sees it. */
export type AnyHandler = (event: FunctionUrlEvent, ...rest: unknown[]) => Promise<unknown>;

const isStreaming = Symbol.for('aws.lambda.runtime.handler.streaming');
const preludeType = 'application/vnd.awslambda.http-integration-response';

/**
 * Puts into the global scope what the Lambda runtime has there: `awslambda`, which does with handlers and streams what AWS's
 * runtime client does (npm `aws-lambda-ric`).
 */
export function installLambdaRuntime(): void {
  Object.assign(globalThis, {
    awslambda: {
      streamifyResponse: (handler: object) => Object.assign(handler, { [isStreaming]: 'response' }),
      HttpResponseStream: {
        from(stream: ResponseRecorder, prelude: object) {
          stream.setContentType(preludeType);
          stream.onBeforeFirstWrite = JSON.stringify(prelude);
          return stream;
        },
      },
    },
  });
}

/** Takes that out again. */
export function removeLambdaRuntime(): void {
  Reflect.deleteProperty(globalThis, 'awslambda');
}

/** Whether the runtime would give the handler a stream. */
export function streams(handler: AnyHandler): boolean {
  return (handler as { [isStreaming]?: unknown })[isStreaming] === 'response';
}

/** The stream of one invocation, which keeps what is written to it. */
export class ResponseRecorder extends Writable {
  onBeforeFirstWrite: string | undefined;
  contentType = 'application/octet-stream';
  readonly pieces: Buffer[] = [];
  private hasBegun = false;

  /** @param taken hears of each piece; while its promise is pending, the stream takes no more */
  constructor(private readonly taken: (piece: Buffer) => Promise<void> | void = () => undefined) {
    super({ highWaterMark: 16 * 1024 });
  }

  setContentType(type: string): void {
    if (this.hasBegun) throw new Error('Cannot set content-type, too late.');
    this.contentType = type;
  }

  /** The prelude goes before the first write, and not before an `end` that writes. */
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    if (!this.hasBegun) {
      this.hasBegun = true;
      if (this.onBeforeFirstWrite !== undefined) {
        super.write(this.onBeforeFirstWrite);
        super.write(Buffer.alloc(8));
      }
    }
    return (super.write as (...all: unknown[]) => boolean).call(this, chunk, ...rest);
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.pieces.push(chunk);
    void Promise.resolve(this.taken(chunk)).then(() => done());
  }

  /** What came, as the platform reads it. */
  answer(failure: Error | undefined): StreamedAnswer {
    const bytes = Buffer.concat(this.pieces);
    if (this.contentType !== preludeType) {
      const headers = { 'content-type': this.contentType };
      return { statusCode: 200, headers, cookies: [], body: bytes, failure };
    }
    const end = bytes.indexOf(Buffer.alloc(8));
    if (end === -1) return { statusCode: 502, headers: {}, cookies: [], body: Buffer.alloc(0), failure };
    const prelude = JSON.parse(bytes.subarray(0, end).toString('utf8')) as {
      statusCode: number;
      headers: Record<string, string>;
      cookies?: string[];
    };
    return { cookies: [], ...prelude, body: bytes.subarray(end + 8), failure };
  }
}

/** Invokes a handler that streams, and waits until both the handler and its stream are done. */
export async function invokeStreaming(
  handler: AnyHandler,
  event: FunctionUrlEvent,
  context: Context,
  stream = new ResponseRecorder(),
): Promise<StreamedAnswer> {
  const finished = new Promise((resolve) => stream.once('finish', resolve));
  try {
    await handler(event, stream, context);
  } catch (error) {
    return stream.answer(error as Error);
  }
  if (!stream.writableEnded) throw new Error('Response stream is not finished.');
  await finished;
  return stream.answer(undefined);
}
