import type { SystemLogLevel } from '@furl/cloud-assembly';
import type { InvocationResult } from './invocation';
import type { Reported } from './report';
import type { RunnableFunction } from './runnable-function';

/** What the events tell of a function. */
export type EventSettings = Pick<
  RunnableFunction,
  'functionName' | 'arn' | 'version' | 'memoryMb' | 'systemLogLevel'
>;

/** From most to least. */
const LEVELS: readonly SystemLogLevel[] = ['DEBUG', 'INFO', 'WARN'];
const INIT = { initializationType: 'on-demand', phase: 'init' } as const;

/*
 * What Lambda itself writes where the log format is JSON: each event is a line, and undefined when the function's system
 * log level does not let it through. Sources: Lambda Developer Guide, "Telemetry API Event schema reference" and "Log-level
 * filtering", "System log level event mapping".
 */

/** A sandbox begins to load the function. */
export function initStartEvent(fn: EventSettings, instanceId: string, now: Date): string | undefined {
  const { functionName, version: functionVersion, memoryMb } = fn;
  const instanceMaxMemory = memoryMb * 1024 * 1024;
  // INFO where the runtime is one of AWS's versions, as it always is there; which one is not known here.
  return event(
    fn,
    'INFO',
    'platform.initStart',
    () => ({ ...INIT, functionName, functionVersion, instanceId, instanceMaxMemory }),
    now,
  );
}

/**
 * It has loaded it, or never will.
 *
 * @param failure why not; undefined: it has
 * @param durationMs in milliseconds
 */
export function initEndEvents(
  fn: EventSettings,
  failure: InvocationResult | undefined,
  durationMs: number,
  now: Date,
): string[] {
  const status = failure === undefined ? { status: 'success' } : statusOf(failure);
  const level = failure === undefined ? 'DEBUG' : 'WARN';
  const metrics = { durationMs: rounded(durationMs) };
  return present([
    // One that was not heard of again is not done.
    failure?.kind === 'init-timeout'
      ? undefined
      : event(fn, level, 'platform.initRuntimeDone', () => ({ ...INIT, ...status }), now),
    event(fn, level, 'platform.initReport', () => ({ ...INIT, ...status, metrics }), now),
  ]);
}

/** An invocation begins. */
export function startEvent(fn: EventSettings, requestId: string, now: Date): string | undefined {
  const { arn: functionArn, version } = fn;
  return event(fn, 'INFO', 'platform.start', () => ({ requestId, functionArn, version }), now);
}

/** It has come to its end. */
export function endEvents(
  fn: EventSettings,
  requestId: string,
  { result, durationMs, initDurationMs, maxMemoryMb }: Reported,
  billedMs: number,
  now: Date,
): string[] {
  const status = statusOf(result);
  const isSuccess = status.status === 'success';
  const done = () => ({ durationMs: rounded(durationMs), ...producedBytes(result) });
  const metrics = () => ({
    durationMs: rounded(durationMs),
    billedDurationMs: billedMs,
    memorySizeMB: fn.memoryMb,
    ...(maxMemoryMb !== undefined && { maxMemoryUsedMB: maxMemoryMb }),
    ...(initDurationMs !== undefined && { initDurationMs: rounded(initDurationMs) }),
  });
  return present([
    event(
      fn,
      isSuccess ? 'DEBUG' : 'WARN',
      'platform.runtimeDone',
      () => ({ requestId, ...status, metrics: done() }),
      now,
    ),
    event(
      fn,
      isSuccess ? 'INFO' : 'WARN',
      'platform.report',
      () => ({ requestId, metrics: metrics(), ...status }),
      now,
    ),
  ]);
}

function event(
  { systemLogLevel = 'INFO' }: EventSettings,
  level: SystemLogLevel,
  type: string,
  record: () => object,
  now: Date,
): string | undefined {
  if (LEVELS.indexOf(level) < LEVELS.indexOf(systemLogLevel)) return undefined;
  return JSON.stringify({ time: now.toISOString(), type, record: record() });
}

function statusOf(result: InvocationResult): { readonly status: string; readonly errorType?: string } {
  if (result.kind === 'timeout' || result.kind === 'init-timeout') return { status: 'timeout' };
  return 'errorType' in result ? { status: 'error', errorType: result.errorType } : { status: 'success' };
}

/** Not counted of a stream, which is handed on as it comes. */
function producedBytes(result: InvocationResult): { readonly producedBytes?: number } {
  if (result.kind === 'response') return { producedBytes: Buffer.byteLength(result.payload) };
  if (result.kind === 'stream') return { producedBytes: result.body.length };
  return result.kind === 'streamed' ? {} : { producedBytes: 0 };
}

function present(lines: readonly (string | undefined)[]): string[] {
  return lines.filter((line) => line !== undefined);
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
