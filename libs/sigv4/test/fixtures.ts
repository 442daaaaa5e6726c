import { createHash, createHmac } from 'node:crypto';
import {
  verify,
  type Credentials,
  type HeaderPairs,
  type Key,
  type ReceivedRequest,
  type SignedRequest,
  type Verification,
} from '../src/index';

export const REGION = 'eu-west-1';
export const SERVICE = 'lambda';
export const HOST = 'abc.lambda-url.eu-west-1.on.aws';
export const NOW = '2026-01-02T03:04:05Z';
export const AMZ_NOW = '20260102T030405Z';
export const CLOCK = (): Date => new Date(NOW);
export const KEYS: Credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret/+of=the test' };
export const TEMPORARY: Credentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'another secret',
  sessionToken: 'FwoGZXIvYXdz+/token==',
};

/** The keys that the tests' verifier knows. */
export const KEYRING: ReadonlyMap<string, Key<string>> = new Map([
  ['AKIDEXAMPLE', { secretAccessKey: KEYS.secretAccessKey, principal: 'permanent' }],
  [
    'ASIAEXAMPLE',
    { secretAccessKey: 'another secret', sessionToken: 'FwoGZXIvYXdz+/token==', principal: 'temporary' },
  ],
]);

/** A signed request as its receiver sees it. */
export function received(signed: SignedRequest): ReceivedRequest {
  return {
    method: signed.method,
    target: signed.query === '' ? signed.path : `${signed.path}?${signed.query}`,
    headers: signed.headers,
    body: Buffer.from(signed.body ?? ''),
  };
}

/** Verifies as the tests' service does. */
export function check(request: ReceivedRequest, now = NOW): Verification<string> {
  return verify(request, (id) => KEYRING.get(id), {
    region: REGION,
    service: SERVICE,
    clock: () => new Date(now),
  });
}

/** Headers with another value for one of them, or without it. */
export function withHeader(headers: HeaderPairs, name: string, value?: string): HeaderPairs {
  const others = headers.filter(([key]) => key !== name);
  return value === undefined ? others : [...others, [name, value]];
}

/** What a hand-made signature is made from: every text as it enters the canonical request, right or wrong. */
export interface HandMade {
  readonly method?: string;
  readonly target?: string;
  readonly uri?: string;
  readonly query?: string;
  readonly headers?: HeaderPairs;
  readonly unsignedHeaders?: HeaderPairs;
  readonly signedHeaders?: string;
  readonly body?: string;
  readonly payloadHash?: string;
  readonly amzDate?: string;
  readonly scope?: string;
  readonly credentials?: Credentials;
}

/**
 * Signs by hand, step by step and with nothing of the library: a signature that is right for whatever is asked, so that
 * a refusal is the work of the one rule that a test is about.
 */
export function handMade(parts: HandMade = {}): ReceivedRequest {
  const {
    method = 'GET',
    target = '/',
    uri = '/',
    query = '',
    amzDate = AMZ_NOW,
    headers = [
      ['host', HOST],
      ['x-amz-date', amzDate],
    ],
    unsignedHeaders = [],
    signedHeaders = headers.map(([name]) => name).join(';'),
    body = '',
    payloadHash = createHash('sha256').update(body).digest('hex'),
    scope = `${amzDate.slice(0, 8)}/${REGION}/${SERVICE}/aws4_request`,
    credentials = KEYS,
  } = parts;
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const canonical = [method, uri, query, lines, signedHeaders, payloadHash].join('\n');
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex');
  const signature = hmac(
    scope.split('/').reduce(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`)),
    ['AWS4-HMAC-SHA256', amzDate, scope, hash].join('\n'),
  ).toString('hex');
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, ` +
    `SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return {
    method,
    target,
    headers: [...headers, ...unsignedHeaders, ['authorization', authorization]],
    body: Buffer.from(body),
  };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
