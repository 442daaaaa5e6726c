import { functionColour, logLines } from './log-line';

const lines = (line: string, columns?: number, kind: 'function' | 'platform' = 'function'): string[] =>
  logLines({ functionName: 'fn', kind, line }, columns).map((text) => text.replace(/\x1b\[\d+m/g, ''));

it.each([
  ['plain text', 'plain text'],
  ['{"a": broken', '{"a": broken'],
  ['{}', ''],
  [
    '{"timestamp":"2026-01-02T03:04:05.678Z","level":"INFO","requestId":"r-1","message":"hello"}',
    '03:04:05.678 INFO hello requestId=r-1',
  ],
  [
    '{"time":1767323045678,"level":"warn","msg":"pino","n":1,"o":{"a":[1]}}',
    '03:04:05.678 WARN pino n=1 o={"a":[1]}',
  ],
  ['{"message":{"a":1}}', '{"a":1}'],
  ['{"timestamp":"no time","message":"m"}', 'm'],
  ['{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"N"}]},"Latency":7}', 'Latency=7'],
  ['{"_aws":"mine"}', '_aws=mine'],
])('makes %s readable', (line, expected) => {
  expect(lines(line)).toEqual([`fn ${expected}`]);
});

it('puts the stack of an error below its message, indented', () => {
  const message = {
    errorType: 'TypeError',
    errorMessage: 'no',
    stackTrace: ['TypeError: no', '    at a (b.js:1:2)'],
  };
  expect(lines(JSON.stringify({ timestamp: '2026-01-02T03:04:05.678Z', level: 'ERROR', message }))).toEqual([
    'fn 03:04:05.678 ERROR',
    'fn     TypeError: no',
    'fn       at a (b.js:1:2)',
  ]);
  const field = { message: 'failed', err: { name: 'Error', message: 'why', stack: 'Error: why\n    at x' } };
  expect(lines(JSON.stringify(field))).toEqual(['fn failed', 'fn     Error: why', 'fn       at x']);
});

it('cuts what is longer than the terminal is wide, and nothing where there is none', () => {
  expect(lines('x'.repeat(500), 80)[0]).toHaveLength(80);
  expect(lines('x'.repeat(500), 80, 'platform')[0]).toHaveLength(80);
  expect(lines('x'.repeat(500))[0]).toHaveLength(503);
});

it('lets a function colour its text, and do nothing else to the terminal', () => {
  const [line = ''] = logLines(
    { functionName: 'fn', kind: 'function', line: '\x1b[31mred\x1b[2J\x07\r' },
    undefined,
  );
  expect(line).toContain('\x1b[31mred');
  expect(line).not.toContain('\x1b[2J');
  expect(line).not.toMatch(/[\x07\r]/);
});

it('gives a function the same colour always', () => {
  expect(functionColour('server')).toBe(functionColour('server'));
});

it('shows the platform’s lines alike, whether they are text or JSON', () => {
  const report = { requestId: 'r-1', metrics: { durationMs: 1.5, billedDurationMs: 2 }, status: 'success' };
  expect(lines('START RequestId: r-1 Version: $LATEST', undefined, 'platform')).toEqual([
    'fn START RequestId: r-1 Version: $LATEST',
  ]);
  expect(
    lines(JSON.stringify({ time: 't', type: 'platform.report', record: report }), undefined, 'platform'),
  ).toEqual(['fn REPORT RequestId: r-1 status=success durationMs=1.5 billedDurationMs=2']);
});
