import type { InvocationResult } from './invocation';
import { initReport, invocationReport, startLine } from './report';

const now = (): Date => new Date('2026-01-02T03:04:05.678Z');
const TEXT = {
  functionName: 'f',
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
  logFormat: 'Text',
  memoryMb: 128,
  version: '$LATEST',
} as const;
const ok: InvocationResult = { kind: 'response', payload: '1' };
const cold = { durationMs: 1.234, initDurationMs: 100.5, maxMemoryMb: 65 };
const warm = { durationMs: 0.2, initDurationMs: undefined, maxMemoryMb: undefined };

// Lambda Developer Guide, "Using CloudWatch logs with Lambda"; loading is billed since August 2025.
it('writes END and REPORT as text', () => {
  expect(startLine(TEXT, 'id', now)).toBe('START RequestId: id Version: $LATEST');
  expect(invocationReport(TEXT, 'id', { result: ok, ...cold }, now)).toEqual([
    'END RequestId: id',
    'REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 102 ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\tInit Duration: 100.50 ms',
  ]);
  expect(invocationReport(TEXT, 'id', { result: ok, ...warm }, now).at(-1)).toBe(
    'REPORT RequestId: id\tDuration: 0.20 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB',
  );
});

it.each<[result: InvocationResult, first: string, status: string]>([
  [
    { kind: 'timeout', seconds: 3 },
    '2026-01-02T03:04:05.678Z id Task timed out after 3.00 seconds',
    'Status: timeout',
  ],
  [
    {
      kind: 'exit',
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: signal: killed',
    },
    'RequestId: id Error: Runtime exited with error: signal: killed Runtime.ExitError',
    'Status: error\tError Type: Runtime.ExitError',
  ],
  [{ kind: 'error', errorType: 'TypeError', errorMessage: 'm' }, 'END RequestId: id', 'Memory Size: 128 MB'],
])('says why the platform ended an invocation', (result, first, status) => {
  const lines = invocationReport(TEXT, 'id', { result, ...warm }, now);

  expect(lines[0]).toBe(first);
  expect(lines.at(-1)?.endsWith(`\t${status}`)).toBe(true);
});

it('writes INIT_REPORT as text', () => {
  expect(initReport(TEXT, 10_000, now)).toBe(
    'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
  );
});
