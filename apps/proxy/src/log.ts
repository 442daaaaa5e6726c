/** What is known of a request once it has been answered. Nothing in it is a secret, and no field holds a query. */
export interface RequestRecord {
  readonly requestId: string | undefined;
  readonly traceId: string | undefined;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** What the client got; of an answer that broke off, how it began. */
  readonly status: number;
  /** What the upstream answered, if it did. */
  readonly upstreamStatus?: number | undefined;
  /** How often the request was sent; 0 when it was not. */
  readonly attempts: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Milliseconds from the event to the end of the answer. */
  readonly durationMs: number;
  /** Milliseconds from the event to the head of the upstream's answer. */
  readonly upstreamMs?: number | undefined;
  /** The error's type (RFC 9209 §2.3), if there was one. */
  readonly error?: string | undefined;
  /** Whether the error is one of the upstream or of the way to it. */
  readonly isUpstreamError?: boolean;
  readonly detail?: string | undefined;
  /** More about the error, for the operator only. */
  readonly reason?: Readonly<Record<string, string | undefined>>;
}

/** Takes one line of the log, without its end. */
export type WriteLine = (line: string) => void;

/** Takes what there is to say about one request. */
export type Log = (record: RequestRecord) => void;

/**
 * A log of one line of JSON a request, which is also what CloudWatch makes the metrics `Requests`, `UpstreamErrors` and
 * `Latency` of (Amazon CloudWatch User Guide, "Embedded metric format specification").
 *
 * @param functionName the dimension of the metrics
 * @param write where to
 * @param clock milliseconds since 1970
 */
export function requestLog(functionName: string, write: WriteLine, clock: () => number): Log {
  const metrics =
    '"CloudWatchMetrics":[{"Namespace":"Furl/Proxy","Dimensions":[["FunctionName"]],"Metrics":[{"Name":"Requests","Unit":"Count"},{"Name":"UpstreamErrors","Unit":"Count"},{"Name":"Latency","Unit":"Milliseconds"}]}]';
  const name = JSON.stringify(functionName);
  return (record) => {
    const now = clock();
    const isUpstreamError = record.isUpstreamError === true;
    // One by one, so that nothing else of a request gets into a log; those that are absent JSON leaves out.
    const fields = JSON.stringify({
      timestamp: new Date(now).toISOString(),
      level: level(record.status, isUpstreamError),
      event: 'request',
      requestId: record.requestId,
      traceId: record.traceId,
      method: record.method,
      path: record.path.slice(0, longestPath),
      status: record.status,
      upstreamStatus: record.upstreamStatus,
      attempts: record.attempts,
      requestBytes: record.requestBytes,
      responseBytes: record.responseBytes,
      durationMs: record.durationMs,
      upstreamMs: record.upstreamMs,
      error: record.error,
      detail: record.detail,
      Requests: 1,
      UpstreamErrors: isUpstreamError ? 1 : 0,
      Latency: record.durationMs,
      ...record.reason,
    });
    write(`{"_aws":{"Timestamp":${now},${metrics}},"FunctionName":${name},${fields.slice(1)}`);
  };
}

/** Characters of a path that are logged. */
const longestPath = 1_024;

function level(status: number, isUpstreamError: boolean): 'ERROR' | 'WARN' | 'INFO' {
  if (isUpstreamError || status >= 500) return 'ERROR';
  return status >= 400 ? 'WARN' : 'INFO';
}

/**
 * Writes a line past the runtime's console, which would wrap it: metrics are found at the root of a line only. The platform
 * keeps what goes to standard output.
 */
export const standardOutput: WriteLine = (line) => void process.stdout.write(`${line}\n`);

/** Says, once a start, which path of the upstream nobody reaches any more. */
export function announceHealthPath(path: string, write: WriteLine): void {
  write(
    JSON.stringify({
      timestamp: new Date().toISOString(),
      level: 'WARN',
      event: 'health_path',
      path,
      detail: 'GET and HEAD of this path are answered by the proxy and never reach the upstream',
    }),
  );
}
