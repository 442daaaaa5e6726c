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

/** The packages that we measure against, from bench/node_modules. */
export interface Peers {
  readonly aws4: Aws4;
  readonly aws4fetch: Aws4Fetch;
}

/** Loads the peers that `npm run bench` has installed in `folder`. */
export function peers(folder: string): Peers {
  const require = createRequire(join(folder, 'package.json'));
  return { aws4: require('aws4') as Aws4, aws4fetch: require('aws4fetch') as Aws4Fetch };
}
