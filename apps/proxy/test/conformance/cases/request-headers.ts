import type { ConformanceCase } from '../case';

const handedOn: readonly (readonly [name: string, value: string])[] = [
  ['accept', '*/*'],
  ['accept-encoding', 'gzip, br'],
  ['cookie', 'a=1; b=2; c="x y"'],
  ['if-none-match', 'W/"1"'],
  ['range', 'bytes=0-1'],
  ['user-agent', 'caf\u00c3\u00a9/1.0'],
  ['x-empty', ''],
  ['x-tab', 'a\tb'],
  ['x-long', 'x'.repeat(6_000)],
  ['x-amazing', 'not one of the platform'],
];

const dropped: readonly (readonly [name: string, value: string])[] = [
  ['keep-alive', 'timeout=5'],
  ['te', 'trailers'],
  ['proxy-authorization', 'Basic eDp5'],
  ['authorization', 'Bearer of-the-client'],
  ['x-real-ip', '198.51.100.1'],
  ['x-amzn-oidc-data', 'made-up'],
  ['x-amz-meta', 'made-up'],
  ['x-original-authorization', 'made-up'],
];

const spoofed: readonly (readonly [name: string, value: string])[] = [
  ['x-amz-date', '20200101T000000Z'],
  ['X-Amz-Security-Token', 'made-up'],
  ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
  ['x-forwarded-host', 'evil.example'],
  ['forwarded', 'for=198.51.100.1'],
  ['via', '1.1 evil.example'],
];

/** Header fields on their way to the upstream. */
export const requestHeaderCases: readonly ConformanceCase[] = [
  ...handedOn.map(([name, value]) => ({
    name: `hands ${name} on`,
    request: { headers: [[name, value] as const] },
    answer: { status: 200 },
    received: { headers: { [name]: [value] } },
  })),
  ...dropped.map(([name, value]) => ({
    name: `drops ${name}`,
    request: { headers: [[name, value] as const] },
    answer: { status: 200 },
    received: name === 'authorization' ? {} : { headers: { [name]: [] } },
  })),
  ...spoofed.map(([name, value]) => ({
    name: `puts its own ${name.toLowerCase()} in the place of a client's`,
    request: { headers: [[name, value] as const] },
    answer: { status: 200 },
    received: { without: value },
  })),
  {
    name: 'drops what Connection names, and nothing that it sets itself',
    request: {
      headers: [
        ['connection', 'x-hop, x-amz-date, authorization, host, close'],
        ['x-hop', '1'],
        ['x-end', '2'],
      ],
    },
    answer: { status: 200 },
    received: { headers: { 'x-hop': [], 'x-end': ['2'], connection: ['keep-alive'] } },
    handlerOnly: 'the front door of a function URL keeps Connection to itself',
  },
  {
    name: 'says by which name it was asked, for whom, and that it passed this way',
    request: { headers: [['x-forwarded-proto', 'gopher']] },
    answer: { status: 200 },
    received: {
      headers: {
        via: ['1.1 {self}'],
        'x-forwarded-host': ['{self}'],
        'x-forwarded-proto': ['https'],
        'x-forwarded-port': ['443'],
      },
    },
  },
  {
    name: 'joins what the platform joins',
    request: {
      headers: [
        ['x-twice', '1'],
        ['x-twice', '2'],
      ],
    },
    answer: { status: 200 },
    received: { headers: { 'x-twice': ['1,2'] } },
  },
  {
    name: 'refuses a request that came through it before',
    request: { headers: [['via', '1.1 elsewhere, 1.1 {self}']] },
    answer: { status: 502, error: 'proxy_loop_detected' },
    received: 'nothing',
  },
  {
    name: 'hands the trace on',
    request: { headers: [['x-amzn-trace-id', 'Root=1-643eccfa-2c6028925c2b249524664087']] },
    answer: { status: 200 },
    received: { with: /Root=1-643eccfa-2c6028925c2b249524664087/ },
  },
];
