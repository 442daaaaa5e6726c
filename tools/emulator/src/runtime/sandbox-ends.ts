import type { InvocationResult } from './invocation';
import { NODE_ALLOWANCE_MB } from './memory-watch';
import type { RunnableFunction } from './runnable-function';
import type { SandboxOptions } from './sandbox-options';
import type { ProcessEnd } from './sandbox-process';

type Exit = Extract<InvocationResult, { readonly kind: 'exit' }>;

/** The process ended in a way that Lambda calls `Runtime.ExitError`. */
export function exitError(errorMessage: string): Exit {
  return { kind: 'exit', errorType: 'Runtime.ExitError', errorMessage };
}

/** The process ended by itself, or never began. */
export function endOfProcess({ started, how }: ProcessEnd): InvocationResult {
  if (started) return exitError(`Runtime exited with error: ${how}`);
  return { kind: 'init-error', errorType: 'Runtime.InvalidEntrypoint', errorMessage: how };
}

/** It took more memory than its function has. The client is told what Lambda tells, the terminal what to do. */
export function outOfMemory(usedMb: number, { memoryMb }: RunnableFunction): Exit {
  return {
    ...exitError('Runtime exited with error: signal: killed'),
    explanation: `it took ${usedMb} MB, its function has ${memoryMb} MB, and ${NODE_ALLOWANCE_MB} MB are for Node.js itself: raise MemorySize`,
  };
}

/** The function took too long to load. */
export function initTimeout(
  { timeoutSeconds }: RunnableFunction,
  { loadsInInvocation, initLimitMs }: SandboxOptions,
): InvocationResult {
  return loadsInInvocation
    ? { kind: 'timeout', seconds: timeoutSeconds }
    : { kind: 'init-timeout', limitMs: initLimitMs };
}
