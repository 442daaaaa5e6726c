import type { Readable } from 'node:stream';
import type { RuntimeError } from './posted';

/** One invocation as the Runtime API hands it to a runtime. */
export interface Invocation {
  /** The id in START, END and REPORT, and in the response's `x-amzn-RequestId`. */
  readonly requestId: string;
  /** The event, as JSON text. */
  readonly payload: string;
  readonly functionArn: string;
  /** `Root=1-…;Parent=…;Sampled=0` */
  readonly traceId: string;
  /** What an Invoke's caller says of itself, as JSON text of ASCII, since it goes in a header: `context.clientContext`. */
  readonly clientContext?: string;
}

/** What a handler answered with. */
export type FunctionResponse =
  /** A return value, as the JSON text that the runtime posted. */
  | { readonly kind: 'response'; readonly payload: string }
  /** What a streaming handler wrote, all of it, and the content type that it set. */
  | { readonly kind: 'stream'; readonly contentType: string; readonly body: Buffer };

/** A response while the function still writes it. */
export interface ResponseStream {
  /** As the runtime posted it: `application/vnd.awslambda.http-integration-response` when a prelude comes first. */
  readonly contentType: string;
  /**
   * The bytes as the function writes them. It ends when the function has ended its stream, and is destroyed with an
   * error when the function fails, is killed, or writes too much: what came before is then not all there is. A reader
   * that is slow makes the function wait. One that wants no more destroys it: the function goes on all the same.
   */
  readonly body: Readable;
}

/** How a caller wants to be answered. */
export interface InvokeOptions {
  /** Called when a sandbox, loaded by then, is handed the invocation; again when another one has to take it. */
  readonly onDelivered?: () => void;
  /**
   * Takes the response of a streaming handler as it comes; called at most once, as soon as the function begins to
   * answer. The result is then `streamed` instead of `stream`. Absent: it is collected first.
   */
  readonly onStream?: ((stream: ResponseStream) => void) | undefined;
}

/** How an invocation ended, in the platform's words. */
export type InvocationResult =
  | FunctionResponse
  /** All of the stream has been handed to {@link InvokeOptions.onStream}; it may not all be read yet. */
  | { readonly kind: 'streamed' }
  /** The handler threw, or the response could not be taken. */
  | ({ readonly kind: 'error' } & RuntimeError)
  /** The deadline passed: the sandbox is gone. */
  | { readonly kind: 'timeout'; readonly seconds: number }
  /** The process ended in the middle of it. */
  | {
      readonly kind: 'exit';
      readonly errorType: 'Runtime.ExitError';
      readonly errorMessage: string;
      /** For the terminal, where more is known than AWS tells. */
      readonly explanation?: string;
    }
  /** The function could not be loaded. */
  | ({ readonly kind: 'init-error' } & RuntimeError)
  /** The function took longer to load than the init phase may take. */
  | { readonly kind: 'init-timeout'; readonly limitMs: number };

/** True when the sandbox can take another invocation after this one. */
export function leavesSandboxUsable({ kind }: { readonly kind: string }): boolean {
  return ['response', 'stream', 'streamed', 'error'].includes(kind);
}
