/** One invocation as the Runtime API hands it to a runtime. */
export interface Invocation {
  /** The id in START, END and REPORT, and in the response's `x-amzn-RequestId`. */
  readonly requestId: string;
  /** The event, as JSON text. */
  readonly payload: string;
  readonly functionArn: string;
  /** `Root=1-…;Parent=…;Sampled=0` */
  readonly traceId: string;
}

/** What a handler answered with. */
export type FunctionResponse =
  /** A return value, as the JSON text that the runtime posted. */
  | { readonly kind: 'response'; readonly payload: string }
  /** What a streaming handler wrote, all of it, and the content type that it set. */
  | { readonly kind: 'stream'; readonly contentType: string; readonly body: Buffer };

/** How an invocation ended, in the platform's words. */
export type InvocationResult =
  | FunctionResponse
  /** The handler threw, or the response could not be taken. */
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string }
  /** The deadline passed: the sandbox is gone. */
  | { readonly kind: 'timeout'; readonly seconds: number }
  /** The process ended in the middle of it. */
  | { readonly kind: 'exit'; readonly errorType: 'Runtime.ExitError'; readonly errorMessage: string }
  /** The function could not be loaded. */
  | { readonly kind: 'init-error'; readonly errorType: string; readonly errorMessage: string }
  /** The function took longer to load than the init phase may take. */
  | { readonly kind: 'init-timeout'; readonly limitMs: number };

/** True when the sandbox can take another invocation after this one. */
export function leavesSandboxUsable({ kind }: { readonly kind: string }): boolean {
  return kind === 'response' || kind === 'stream' || kind === 'error';
}
