import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is used of aws4. */
export interface Aws4 {
  sign(
    request: Record<string, unknown>,
    credentials: Record<string, string>,
  ): { headers: Record<string, string> };
}

/** What is used of aws4fetch. */
export interface Aws4Fetch {
  AwsClient: new (options: Record<string, unknown>) => {
    sign(url: string, init: Record<string, unknown>): Promise<{ headers: Headers }>;
  };
}

/** What is used of undici. */
export interface Undici {
  Pool: new (
    origin: string,
    options: { connections: number },
  ) => {
    request(options: {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>> | string[];
      readonly body?: Buffer;
    }): Promise<{ statusCode: number; headers: object; body: { text(): Promise<string> } }>;
    close(): Promise<void>;
  };
}

/** What is used of autocannon: it sends requests until `duration` seconds are over. */
export type Autocannon = (
  options: Record<string, unknown>,
  done: (
    error: Error | null,
    result: { readonly errors: number; readonly timeouts: number; readonly non2xx: number },
  ) => void,
) => {
  on(
    event: 'response',
    listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
  ): unknown;
};

/** The packages that we measure against, and with, from bench/node_modules. */
export interface Peers {
  readonly autocannon: Autocannon;
  readonly aws4: Aws4;
  readonly aws4fetch: Aws4Fetch;
  readonly undici: Undici;
}

/** Loads the peers that `npm run bench` has installed in `folder`. */
export function peers(folder: string): Peers {
  const require = createRequire(join(folder, 'package.json'));
  return {
    autocannon: require('autocannon') as Autocannon,
    aws4: require('aws4') as Aws4,
    aws4fetch: require('aws4fetch') as Aws4Fetch,
    undici: require('undici') as Undici,
  };
}
