import type { PassThrough } from 'node:stream';
import type { FunctionResponse, Invocation } from './invocation';
import { runtimeError, type Posted, type RuntimeError } from './posted';

/** What the runtime on the other side of the Runtime API does. */
export interface RuntimeListener {
  /** It waits for its next invocation: initialisation is over, or the one before is done. */
  onReady(): void;
  /** It has an invocation in its hands, as far as anybody can tell over HTTP: what happens from here on happens to it. */
  onTaken?(): void;
  /** It handed in the result of the invocation that it holds. */
  onResponse(response: FunctionResponse | { readonly kind: 'streamed' }): void;
  /**
   * It begins to stream a response.
   *
   * @returns where the bytes go as they come; undefined collects them for {@link onResponse}
   */
  onStream?(contentType: string): PassThrough | undefined;
  onError(error: RuntimeError): void;
  onInitError(error: RuntimeError): void;
}

/** Hands an invocation to the runtime; false when it no longer waits. The deadline is in milliseconds since 1970. */
export type Deliver = (invocation: Invocation, deadlineMs: number) => boolean;

/** How the Runtime API answers what a runtime posted. */
export interface Verdict {
  readonly status: 202 | 400 | 403 | 413;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

const ACCEPTED: Verdict = { status: 202 };

/**
 * What a runtime may do when: the rules of the Runtime API, whatever carries it. Source: AWS Lambda Developer Guide,
 * "Using the Lambda runtime API for custom runtimes".
 */
export class RuntimeSession {
  private waiting: Deliver | undefined;
  private isInitialised = false;
  /** The invocation that was delivered last. */
  private current: { readonly requestId: string; isAnswered: boolean; isStreaming: boolean } | undefined;

  constructor(private readonly listener: RuntimeListener) {}

  /** The runtime asks for its next invocation, and waits for it. */
  next(deliver: Deliver): void {
    this.waiting = deliver;
    this.becomeReady();
  }

  /** The runtime that waited with `deliver` has gone. */
  leave(deliver: Deliver): void {
    if (this.waiting === deliver) this.waiting = undefined;
  }

  /**
   * Hands `invocation` to the runtime.
   *
   * @param deadlineMs in milliseconds since 1970
   * @returns false when the runtime no longer waits for one
   */
  deliver(invocation: Invocation, deadlineMs: number): boolean {
    const deliver = this.waiting;
    this.waiting = undefined;
    const before = this.current;
    this.current = { requestId: invocation.requestId, isAnswered: false, isStreaming: false };
    if (deliver?.(invocation, deadlineMs) === true) return true;
    this.current = before;
    return false;
  }

  /** The runtime has the invocation that was delivered. */
  take(): void {
    this.listener.onTaken?.();
  }

  /**
   * The runtime begins to stream the response to an invocation.
   *
   * @returns where the bytes go; undefined when they are to be collected, or are not expected
   */
  startStream(id: string, contentType: string): PassThrough | undefined {
    const { current } = this;
    if (current === undefined || current.requestId !== id || current.isAnswered || current.isStreaming)
      return undefined;
    const stream = this.listener.onStream?.(contentType);
    current.isStreaming = stream !== undefined;
    return stream;
  }

  /** The runtime could not load its function. */
  takeInitError(posted: Posted): Verdict {
    if (this.isInitialised) return wrongTransition('InitError');
    this.listener.onInitError(runtimeError(posted));
    return ACCEPTED;
  }

  /**
   * The runtime hands in a result.
   *
   * @param id undefined: of whatever it holds
   * @param stream where its bytes went, when they were streamed
   */
  takeResult(id: string | undefined, isError: boolean, posted: Posted, stream?: PassThrough): Verdict {
    const { current } = this;
    if (current === undefined || (id ?? current.requestId) !== current.requestId) {
      return {
        status: 400,
        errorType: 'InvalidRequestID',
        errorMessage: `${id} is not the invocation that this runtime holds`,
      };
    }
    if (current.isAnswered || (current.isStreaming && stream === undefined)) {
      return wrongTransition(isError ? 'ErrorResponse' : 'Response');
    }
    current.isAnswered = true;
    const verdict = this.settle(isError, posted, stream);
    this.becomeReady();
    return verdict;
  }

  private settle(isError: boolean, posted: Posted, stream: PassThrough | undefined): Verdict {
    const { listener } = this;
    if (posted.body === undefined) {
      const errorMessage = `Response payload size (${posted.size} bytes) exceeded maximum allowed payload size (${posted.limit} bytes).`;
      listener.onError({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
      return { status: 413, errorType: 'RequestEntityTooLarge', errorMessage };
    }
    // A streaming handler that fails says so behind its body: its status line is long gone.
    if (isError || posted.trailingErrorType !== undefined) {
      const error = runtimeError(posted);
      stream?.destroy(new Error(`${error.errorType}: ${error.errorMessage}`));
      listener.onError(error);
    } else if (stream !== undefined) {
      stream.end();
      listener.onResponse({ kind: 'streamed' });
    } else if (posted.isStream) {
      listener.onResponse({ kind: 'stream', contentType: posted.contentType, body: posted.body });
    } else {
      listener.onResponse({ kind: 'response', payload: posted.body.toString('utf8') });
    }
    return ACCEPTED;
  }

  /** A runtime may ask for the next invocation while its last answer is still on its way, on another connection. */
  private becomeReady(): void {
    if (this.waiting === undefined || this.current?.isAnswered === false) return;
    this.isInitialised = true;
    this.listener.onReady();
  }
}

function wrongTransition(to: string): Verdict {
  return {
    status: 403,
    errorType: 'InvalidStateTransition',
    errorMessage: `Transition to ${to} is not allowed in the present state`,
  };
}
