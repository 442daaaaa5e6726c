import type { Autocannon } from '../peers';
import { percentile } from './percentile';

/** One request as it goes over the wire: a GET. */
export interface LoadRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What one round of load has shown. */
export interface Load {
  readonly requestsPerSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** How to load. */
export interface LoadOptions {
  /** Connections, each of which sends its next request when it has the answer to the last one. */
  readonly clients: number;
  readonly seconds: number;
}

/**
 * Sends `requests` over and over, and times each.
 *
 * @throws Error when a request fails, or is answered with anything but 2xx: a refusal is quicker than an answer
 */
export async function load(
  autocannon: Autocannon,
  port: number,
  requests: readonly LoadRequest[],
  { clients, seconds }: LoadOptions,
): Promise<Load> {
  const latencies: number[] = [];
  let [first, last] = [0, 0];
  const result = await new Promise<{ errors: number; timeouts: number; non2xx: number }>(
    (resolve, reject) => {
      const running = autocannon(
        {
          url: `http://127.0.0.1:${port}`,
          connections: clients,
          duration: seconds,
          sampleInt: 50,
          requests: requests.map(({ path, headers }) => ({ path, headers: { ...headers } })),
        },
        (error, value) => (error ? reject(error) : resolve(value)),
      );
      // Its own histogram counts whole milliseconds, and most answers take less than one.
      running.on('response', (_client, _status, _bytes, milliseconds) => {
        last = performance.now();
        if (latencies.length === 0) first = last;
        latencies.push(milliseconds);
      });
    },
  );
  const { errors, timeouts, non2xx } = result;
  if (errors + timeouts + non2xx > 0 || latencies.length < 2) {
    throw new Error(
      `of ${latencies.length} requests ${non2xx} were refused, ${errors} failed, ${timeouts} timed out`,
    );
  }
  return {
    requestsPerSecond: ((latencies.length - 1) / (last - first)) * 1000,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
  };
}
