import type { InvocationResult } from './invocation';
import type { RunnableFunction } from './runnable-function';
import { endEvents, initEndEvents, startEvent, type EventSettings } from './system-events';

/** What an invocation's last lines tell of. Durations are in milliseconds. */
export interface Reported {
  readonly result: InvocationResult;
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
  /** In megabytes; absent where it could not be measured. */
  readonly maxMemoryMb: number | undefined;
}

type Settings = EventSettings & Pick<RunnableFunction, 'logFormat'>;

/** The line with which an invocation begins; undefined when its system log level does not let it through. */
export function startLine(fn: Settings, requestId: string, now: () => Date): string | undefined {
  if (fn.logFormat === 'JSON') return startEvent(fn, requestId, now());
  return `START RequestId: ${requestId} Version: ${fn.version}`;
}

/**
 * The lines with which Lambda ends an invocation's log. As text: why it failed, if not by the handler's own error, END
 * and REPORT (Lambda Developer Guide, "Using CloudWatch logs with Lambda"). As JSON: the events
 * that its system log level lets through.
 */
export function invocationReport(
  fn: Settings,
  requestId: string,
  reported: Reported,
  now: () => Date,
): string[] {
  const { result, durationMs, initDurationMs, maxMemoryMb } = reported;
  // Loading is billed since August 2025.
  const billedMs = Math.ceil(durationMs + (initDurationMs ?? 0));
  if (fn.logFormat === 'JSON') return endEvents(fn, requestId, reported, billedMs, now());
  const memory = maxMemoryMb === undefined ? '' : `\tMax Memory Used: ${maxMemoryMb} MB`;
  const init = initDurationMs === undefined ? '' : `\tInit Duration: ${initDurationMs.toFixed(2)} ms`;
  return [
    ...failureLines(requestId, result, now),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms` +
      `\tBilled Duration: ${billedMs} ms\tMemory Size: ${fn.memoryMb} MB${memory}${init}${status(result)}`,
  ];
}

/** The line for an init phase that took too long. */
export function initReport(fn: Settings, limitMs: number, now: () => Date): string | undefined {
  if (fn.logFormat === 'JSON') return initEndEvents(fn, { kind: 'init-timeout', limitMs }, limitMs, now())[0];
  return `INIT_REPORT Init Duration: ${limitMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`;
}

/** The line for a sandbox that ended although nobody called it; undefined when there is nothing to tell. */
export function endOfIdle(reason: InvocationResult): string | undefined {
  if (reason.kind === 'timeout') return `Task timed out after ${reason.seconds.toFixed(2)} seconds`;
  return reason.kind === 'exit' ? `Error: ${reason.errorMessage} ${reason.errorType}` : undefined;
}

function failureLines(requestId: string, result: InvocationResult, now: () => Date): string[] {
  if (result.kind === 'timeout') {
    const time = now().toISOString();
    return [`${time} ${requestId} Task timed out after ${result.seconds.toFixed(2)} seconds`];
  }
  if (result.kind !== 'exit' && result.kind !== 'init-error') return [];
  return [`RequestId: ${requestId} Error: ${result.errorMessage} ${result.errorType}`];
}

function status(result: InvocationResult): string {
  if (result.kind === 'timeout') return '\tStatus: timeout';
  if (result.kind !== 'exit' && result.kind !== 'init-error') return '';
  return `\tStatus: error\tError Type: ${result.errorType}`;
}
