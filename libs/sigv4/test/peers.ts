import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { AwsV4Signer } from 'aws4fetch';
import type { Credentials, SignedRequest } from '../src/index';

/** What every signer can be asked for: a query whose names are there once, nothing that only some can encode. */
export interface PlainRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly contentType: string;
  readonly body: string;
}

/** Another signer, to be compared with: it signs the same request, for the same time, in its own way. */
export interface Peer {
  readonly name: string;
  sign(request: PlainRequest, credentials: Credentials, date: Date): Promise<SignedRequest>;
}

/** The AWS SDK's own `sign(request)`. */
export const smithy: Peer = {
  name: '@smithy/signature-v4',
  async sign({ method, host, path, query, contentType, body }, credentials, date) {
    const signer = new SignatureV4({ credentials, region: 'eu-west-1', service: 'lambda', sha256: Sha256 });
    const signed = await signer.sign(
      {
        method,
        protocol: 'https:',
        hostname: host,
        path,
        query: Object.fromEntries(query),
        headers: { host, 'content-type': contentType },
        body,
      },
      { signingDate: date },
    );
    return { method, host, path, query: wireQuery(query), headers: Object.entries(signed.headers), body };
  },
};

/** aws4, given the body's hash, which it adds for S3 only, and without the `content-length` that it would sign. */
export const aws4: Peer = {
  name: 'aws4',
  async sign({ method, host, path, query, contentType, body }, credentials, date) {
    const { headers } = requireAws4().sign(
      {
        method,
        host,
        path: `${path}?${wireQuery(query)}`,
        service: 'lambda',
        region: 'eu-west-1',
        headers: {
          'content-type': contentType,
          'x-amz-content-sha256': sha256(body),
          'x-amz-date': amzDate(date),
        },
        body,
        extraHeadersToIgnore: { 'content-length': true },
      },
      credentials,
    );
    const signed = Object.entries(headers).filter(([name]) => name !== 'Content-Length');
    return { method, host, path, query: wireQuery(query), headers: lowerCase(signed), body };
  },
};

/** aws4fetch, told to sign every header that it is given. */
export const aws4fetch: Peer = {
  name: 'aws4fetch',
  async sign({ method, host, path, query, contentType, body }, credentials, date) {
    const { headers } = await new AwsV4Signer({
      ...credentials,
      url: `https://${host}${path}?${wireQuery(query)}`,
      method,
      service: 'lambda',
      region: 'eu-west-1',
      datetime: amzDate(date),
      allHeaders: true,
      headers: { 'content-type': contentType, 'x-amz-content-sha256': sha256(body) },
      body,
    }).sign();
    return { method, host, path, query: wireQuery(query), headers: [['host', host], ...headers], body };
  },
};

/** The query as an SDK sends it: fully encoded, in the order in which it was given. */
export function wireQuery(query: PlainRequest['query']): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

interface Aws4 {
  sign(
    request: Record<string, unknown>,
    credentials: Credentials,
  ): { headers: Readonly<Record<string, string>> };
}

/** It has no types of its own. */
function requireAws4(): Aws4 {
  return jest.requireActual<Aws4>('aws4');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function amzDate(date: Date): string {
  return date.toISOString().replace(/[:-]|\.\d+/g, '');
}

function lowerCase(headers: readonly (readonly [string, string])[]): [string, string][] {
  return headers.map(([name, value]) => [name.toLowerCase(), value]);
}

class Sha256 {
  private readonly hash;

  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('nobody resets a hash here');
  }
}
