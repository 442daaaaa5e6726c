import type { InvocationResult } from './invocation';

/** What an invocation's last lines tell of. Durations are in milliseconds. */
interface Reported {
  readonly result: { readonly kind: string } & Partial<Failure>;
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
}

interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly seconds: number;
}

/**
 * The lines with which Lambda ends an invocation's log: why it failed, if not by the handler's own error, END and
 * REPORT (Lambda Developer Guide, "Using CloudWatch logs with Lambda"). There is no `Max Memory Used`: it is not measured.
 */
export function invocationReport(
  requestId: string,
  { result, durationMs, initDurationMs }: Reported,
  memoryMb: number,
  now: Date = new Date(),
): string[] {
  const init = initDurationMs === undefined ? '' : `\tInit Duration: ${initDurationMs.toFixed(2)} ms`;
  return [
    ...failureLines(requestId, result, now),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms` +
      `\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: ${memoryMb} MB${init}${status(result)}`,
  ];
}

/** The line for an init phase that took too long. */
export function initReport(limitMs: number): string {
  return `INIT_REPORT Init Duration: ${limitMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`;
}

/** The line for a sandbox that ended although nobody called it; undefined when there is nothing to tell. */
export function endOfIdle(reason: InvocationResult): string | undefined {
  if (reason.kind === 'timeout') return `Task timed out after ${reason.seconds.toFixed(2)} seconds`;
  return reason.kind === 'exit' ? `Error: ${reason.errorMessage} ${reason.errorType}` : undefined;
}

function failureLines(requestId: string, result: Reported['result'], now: Date): string[] {
  const { kind, seconds = 0, errorType, errorMessage } = result;
  if (kind === 'timeout') {
    return [`${now.toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`];
  }
  if (kind !== 'exit' && kind !== 'init-error') return [];
  return [`RequestId: ${requestId} Error: ${errorMessage} ${errorType}`];
}

function status({ kind, errorType }: Reported['result']): string {
  if (kind === 'timeout') return '\tStatus: timeout';
  return kind === 'exit' || kind === 'init-error' ? `\tStatus: error\tError Type: ${errorType}` : '';
}
