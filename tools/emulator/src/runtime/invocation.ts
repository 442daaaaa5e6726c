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

/** How an invocation ended, in the platform's words. */
export type InvocationResult =
  /** The handler's return value, as the JSON text that the runtime posted. */
  | { readonly kind: 'response'; readonly payload: string }
  /** The handler threw, or the response could not be taken. */
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string }
  /** The deadline passed: the sandbox is gone. */
  | { readonly kind: 'timeout'; readonly seconds: number }
  /** The process ended in the middle of it. */
  | { readonly kind: 'exit'; readonly errorType: 'Runtime.ExitError'; readonly errorMessage: string }
  /** The function could not be loaded, or took longer than ten seconds to load. */
  | { readonly kind: 'init-error'; readonly errorType: string; readonly errorMessage: string };

/** True when the sandbox can take another invocation after this one. */
export function leavesSandboxUsable(result: InvocationResult): boolean {
  return result.kind === 'response' || result.kind === 'error';
}
