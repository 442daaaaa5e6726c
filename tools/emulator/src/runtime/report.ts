import type { InvocationResult } from './invocation';
import type { RunnableFunction } from './runnable-function';

/** What an invocation's last lines tell of. Durations are in milliseconds. */
export interface Reported {
  readonly result: InvocationResult;
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
  /** In megabytes; absent where it could not be measured. */
  readonly maxMemoryMb: number | undefined;
}

type Settings = Pick<RunnableFunction, 'logFormat' | 'memoryMb' | 'version'>;

/** The line with which an invocation begins. */
export function startLine({ logFormat, version }: Settings, requestId: string, now: () => Date): string {
  if (logFormat === 'Text') return `START RequestId: ${requestId} Version: ${version}`;
  return event('platform.start', { requestId, version }, now());
}

/**
 * The lines with which Lambda ends an invocation's log. As text: why it failed, if not by the handler's own error, END
 * and REPORT (Lambda Developer Guide, "Using CloudWatch logs with Lambda"). As JSON: `platform.report` alone, which is
 * what the system log level INFO lets through ("Log-level filtering"; record: "Telemetry API Event schema reference").
 */
export function invocationReport(
  { logFormat, memoryMb }: Settings,
  requestId: string,
  { result, durationMs, initDurationMs, maxMemoryMb }: Reported,
  now: () => Date,
): string[] {
  // Loading is billed since August 2025.
  const billedMs = Math.ceil(durationMs + (initDurationMs ?? 0));
  if (logFormat === 'JSON') {
    const metrics = {
      durationMs: rounded(durationMs),
      billedDurationMs: billedMs,
      memorySizeMB: memoryMb,
      ...(maxMemoryMb !== undefined && { maxMemoryUsedMB: maxMemoryMb }),
      ...(initDurationMs !== undefined && { initDurationMs: rounded(initDurationMs) }),
    };
    return [event('platform.report', { requestId, metrics, ...jsonStatus(result) }, now())];
  }
  const memory = maxMemoryMb === undefined ? '' : `\tMax Memory Used: ${maxMemoryMb} MB`;
  const init = initDurationMs === undefined ? '' : `\tInit Duration: ${initDurationMs.toFixed(2)} ms`;
  return [
    ...failureLines(requestId, result, now),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms` +
      `\tBilled Duration: ${billedMs} ms\tMemory Size: ${memoryMb} MB${memory}${init}${status(result)}`,
  ];
}

/** The line for an init phase that took too long. */
export function initReport({ logFormat }: Settings, limitMs: number, now: () => Date): string {
  if (logFormat === 'Text') {
    return `INIT_REPORT Init Duration: ${limitMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`;
  }
  const record = { initializationType: 'on-demand', phase: 'init', status: 'timeout' };
  return event('platform.initReport', { ...record, metrics: { durationMs: limitMs } }, now());
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

function jsonStatus(result: InvocationResult): { readonly status: string; readonly errorType?: string } {
  if (result.kind === 'timeout' || result.kind === 'init-timeout') return { status: 'timeout' };
  return 'errorType' in result ? { status: 'error', errorType: result.errorType } : { status: 'success' };
}

function event(type: string, record: object, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), type, record });
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
