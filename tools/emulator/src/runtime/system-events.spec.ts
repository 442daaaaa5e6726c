import type { InvocationResult } from './invocation';
import { initReport, invocationReport, startLine } from './report';
import { initEndEvents, initStartEvent } from './system-events';

const TIME = '2026-01-02T03:04:05.678Z';
const now = (): Date => new Date(TIME);
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
const FN = { functionName: 'f', arn: ARN, logFormat: 'JSON', memoryMb: 256, version: '7' } as const;
const OK: InvocationResult = { kind: 'response', payload: '"é"' };
const TIMEOUT: InvocationResult = { kind: 'timeout', seconds: 3 };
const THROWN: InvocationResult = { kind: 'error', errorType: 'TypeError', errorMessage: 'm' };
const BROKEN: InvocationResult = { kind: 'init-error', errorType: 'SyntaxError', errorMessage: 'm' };
const COLD = { durationMs: 1.2344, initDurationMs: 100.5, maxMemoryMb: 65 };
const WARM = { durationMs: 0.2, initDurationMs: undefined, maxMemoryMb: undefined };
const INIT = { initializationType: 'on-demand', phase: 'init' };

const DEBUG = { ...FN, systemLogLevel: 'DEBUG' } as const;
const parsed = (lines: readonly (string | undefined)[]): unknown[] =>
  lines.flatMap((line) => (line === undefined ? [] : [JSON.parse(line) as unknown]));
const at = (type: string, record: object): object => ({ time: TIME, type: `platform.${type}`, record });

it('tells of a cold start, an invocation and its end as Lambda does', () => {
  expect(
    parsed([
      initStartEvent(DEBUG, '2026/01/02/f[7]abc', now()),
      ...initEndEvents(DEBUG, undefined, 100.5, now()),
      startLine(DEBUG, 'id', now),
      ...invocationReport(DEBUG, 'id', { result: OK, ...COLD }, now),
    ]),
  ).toEqual([
    at('initStart', {
      ...INIT,
      functionName: 'f',
      functionVersion: '7',
      instanceId: '2026/01/02/f[7]abc',
      instanceMaxMemory: 268_435_456,
    }),
    at('initRuntimeDone', { ...INIT, status: 'success' }),
    at('initReport', { ...INIT, status: 'success', metrics: { durationMs: 100.5 } }),
    at('start', { requestId: 'id', functionArn: ARN, version: '7' }),
    at('runtimeDone', {
      requestId: 'id',
      status: 'success',
      metrics: { durationMs: 1.234, producedBytes: 4 },
    }),
    at('report', {
      requestId: 'id',
      metrics: {
        durationMs: 1.234,
        billedDurationMs: 102,
        memorySizeMB: 256,
        maxMemoryUsedMB: 65,
        initDurationMs: 100.5,
      },
      status: 'success',
    }),
  ]);
});

it('has the members of each record in the order of Lambda', () => {
  expect(startLine(FN, 'id', now)).toBe(
    `{"time":"${TIME}","type":"platform.start","record":{"requestId":"id","functionArn":"${ARN}","version":"7"}}`,
  );
  expect(invocationReport(FN, 'id', { result: OK, ...WARM }, now)).toEqual([
    `{"time":"${TIME}","type":"platform.report","record":{"requestId":"id","metrics":{"durationMs":0.2,"billedDurationMs":1,"memorySizeMB":256},"status":"success"}}`,
  ]);
});

it.each<[InvocationResult, object, number]>([
  [TIMEOUT, { status: 'timeout' }, 0],
  [THROWN, { status: 'error', errorType: 'TypeError' }, 0],
])('says how %j failed', (result, status, producedBytes) => {
  expect(parsed(invocationReport(FN, 'id', { result, ...WARM }, now))).toEqual([
    at('runtimeDone', { requestId: 'id', ...status, metrics: { durationMs: 0.2, producedBytes } }),
    at('report', {
      requestId: 'id',
      metrics: { durationMs: 0.2, billedDurationMs: 1, memorySizeMB: 256 },
      ...status,
    }),
  ]);
});

it('says why a function could not be loaded', () => {
  const status = { status: 'error', errorType: 'SyntaxError' };
  expect(parsed(initEndEvents(FN, BROKEN, 5, now()))).toEqual([
    at('initRuntimeDone', { ...INIT, ...status }),
    at('initReport', { ...INIT, ...status, metrics: { durationMs: 5 } }),
  ]);
  expect(parsed([initReport(FN, 10_000, now)])).toEqual([
    at('initReport', { ...INIT, status: 'timeout', metrics: { durationMs: 10_000 } }),
  ]);
});

// Lambda Developer Guide, "System log level event mapping", row by row; INFO is the default.
it.each([
  ['DEBUG', 'initStart initRuntimeDone initReport start runtimeDone report'],
  ['INFO', 'initStart start report'],
  [undefined, 'initStart start report'],
  ['WARN', ''],
] as const)('at the level %s lets through of a success: %s', (systemLogLevel, names) => {
  const fn = { ...FN, systemLogLevel };
  const lines = [
    initStartEvent(fn, 'i', now()),
    ...initEndEvents(fn, undefined, 1, now()),
    startLine(fn, 'id', now),
    ...invocationReport(fn, 'id', { result: OK, ...COLD }, now),
  ];
  expect(namesIn(lines)).toBe(names);
});

it.each([
  ['DEBUG', 'initStart initRuntimeDone initReport start runtimeDone report'],
  ['INFO', 'initStart initRuntimeDone initReport start runtimeDone report'],
  ['WARN', 'initRuntimeDone initReport runtimeDone report'],
] as const)('at the level %s lets through of a failure: %s', (systemLogLevel, names) => {
  const fn = { ...FN, systemLogLevel };
  const lines = [
    initStartEvent(fn, 'i', now()),
    ...initEndEvents(fn, BROKEN, 1, now()),
    startLine(fn, 'id', now),
    ...invocationReport(fn, 'id', { result: BROKEN, ...COLD }, now),
  ];
  expect(namesIn(lines)).toBe(names);
});

function namesIn(lines: readonly (string | undefined)[]): string {
  return parsed(lines)
    .map((each) => (each as { type: string }).type.replace('platform.', ''))
    .join(' ');
}
