import { announceHealthPath, requestLog, type RequestRecord } from './log';

const record: RequestRecord = {
  requestId: '5bbd0e3e',
  traceId: 'Root=1-643eccfa-2c6028925c2b249524664087',
  method: 'GET',
  path: '/a"\n',
  status: 200,
  upstreamStatus: 200,
  attempts: 1,
  requestBytes: 0,
  responseBytes: 41,
  durationMs: 7,
  upstreamMs: 5,
};

function logged(change: Partial<RequestRecord> = {}): Record<string, unknown> {
  const lines: string[] = [];
  requestLog(
    'furl-proxy',
    (line) => lines.push(line),
    () => 1_681_837_306_806,
  )({ ...record, ...change });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('\n');
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

describe('requestLog', () => {
  it('says in one line what was asked, what came back, and how long it took', () => {
    expect(logged()).toMatchObject({
      timestamp: '2023-04-18T17:01:46.806Z',
      level: 'INFO',
      event: 'request',
      ...record,
    });
  });

  // Amazon CloudWatch User Guide, "Embedded metric format specification".
  it('is at its root what CloudWatch makes metrics of', () => {
    const line = logged();
    const { _aws: meta } = line as {
      _aws: {
        Timestamp: number;
        CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[];
      };
    };
    expect(meta.Timestamp).toBe(1_681_837_306_806);
    expect(meta.CloudWatchMetrics).toHaveLength(1);
    const [directive] = meta.CloudWatchMetrics;
    expect(directive?.Dimensions).toEqual([['FunctionName']]);
    const values = directive?.Metrics.map(({ Name }) => [Name, line[Name]]);
    expect(values).toEqual([
      ['Requests', 1],
      ['UpstreamErrors', 0],
      ['Latency', 7],
    ]);
    expect(line['FunctionName']).toBe('furl-proxy');
  });

  it.each([
    [200, false, 'INFO', 0],
    [302, false, 'INFO', 0],
    [404, false, 'WARN', 0],
    [500, false, 'ERROR', 0],
    [504, true, 'ERROR', 1],
    // An answer that broke off began well.
    [200, true, 'ERROR', 1],
  ])('takes %d (an error of the upstream: %s) for %s', (status, isUpstreamError, level, errors) => {
    expect(logged({ status, isUpstreamError })).toMatchObject({ level, UpstreamErrors: errors });
  });

  it('names the error and what is known of it', () => {
    const failed = logged({ error: 'dns_error', reason: { systemCode: 'ENOTFOUND', reason: undefined } });
    expect(failed).toMatchObject({ error: 'dns_error', systemCode: 'ENOTFOUND' });
    expect(failed).not.toHaveProperty('reason');
  });

  it('cuts a path that is very long', () => {
    expect(String(logged({ path: 'x'.repeat(6_000) })['path'])).toHaveLength(1_024);
  });
});

describe('announceHealthPath', () => {
  it('says in one line which path of the upstream nobody reaches', () => {
    const lines: string[] = [];
    announceHealthPath('/health', (line) => lines.push(line));
    expect(JSON.parse(lines.join())).toMatchObject({ level: 'WARN', event: 'health_path', path: '/health' });
  });
});
