import { randomBytes } from 'node:crypto';

import { response } from '../../recording-upstream';
import type { ConformanceCase } from '../case';

const json: readonly [string, string] = ['content-type', 'application/json'];
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
const megabyte = randomBytes(1024 * 1024);

const sent: readonly (readonly [what: string, type: string | undefined, body: string | Uint8Array])[] = [
  ['JSON', 'application/json', '{"a":"ü"}'],
  ['text with NUL and CRLF', 'text/plain', 'a\u0000b\r\n\r\n'],
  ['text that is no UTF-8', 'text/plain; charset=latin1', Uint8Array.from([0xe9, 0xff])],
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=%2B+'],
  ['a multipart form', 'multipart/form-data; boundary=x', '--x\r\n\r\n\u00e9\r\n--x--\r\n'],
  ['every byte, without a type', undefined, everyByte],
  ['a byte order mark', 'text/plain', '\ufeffx'],
  ['a megabyte', 'application/octet-stream', megabyte],
  ['a request of its own', 'text/plain', 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'],
];

const returned: readonly (readonly [what: string, type: string, body: string | Uint8Array])[] = [
  ['JSON', 'application/json', '{"a":"ü"}'],
  ['text that breaks off within a character', 'text/plain; charset=utf-8', Uint8Array.from([0x61, 0xc3])],
  ['an image', 'image/png', everyByte],
  ['eight NULs at its beginning', 'application/octet-stream', Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 1])],
  ['a byte order mark', 'text/html', '\ufeff<p>'],
  ['a megabyte', 'image/jpeg', megabyte],
];

/** Bodies, both ways, to the byte. */
export const bodyCases: readonly ConformanceCase[] = [
  ...sent.map(([what, type, body]) => ({
    name: `sends a body: ${what}`,
    request: {
      method: 'POST',
      body,
      ...(type === undefined ? {} : { headers: [['content-type', type] as const] }),
    },
    answer: { status: 200 },
    received: {
      body,
      headers: { 'transfer-encoding': [], 'content-length': [String(Buffer.byteLength(body))] },
    },
  })),
  ...returned.map(([what, type, body]) => ({
    name: `returns a body: ${what}`,
    upstream: [response('200 OK', [['Content-Type', type]], body)],
    answer: { status: 200, headers: { 'content-type': type }, body },
  })),
  {
    name: 'says of POST without a body that it has none',
    request: { method: 'POST' },
    answer: { status: 200 },
    received: { body: '', headers: { 'content-length': ['0'] } },
  },
  {
    name: 'says nothing of a body that GET does not have',
    answer: { status: 200 },
    received: { body: '', headers: { 'content-length': [], 'transfer-encoding': [] } },
  },
  {
    name: 'sends a body with DELETE',
    request: { method: 'DELETE', body: '{"all":true}', headers: [json] },
    answer: { status: 200 },
    received: { method: 'DELETE', body: '{"all":true}' },
  },
  {
    name: 'returns a compressed body as it came',
    upstream: [
      response(
        '200 OK',
        [
          ['Content-Type', 'text/plain'],
          ['Content-Encoding', 'gzip'],
        ],
        Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
      ),
    ],
    answer: {
      status: 200,
      headers: { 'content-encoding': 'gzip' },
      body: Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
    },
  },
  {
    name: 'returns a chunked body whole, without its framing and its trailers',
    upstream: [
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n' +
        '3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nx-sum: 1\r\n\r\n',
    ],
    answer: { status: 200, headers: { 'x-sum': undefined, trailer: undefined }, body: 'abcde' },
  },
  {
    name: 'returns a body that ends with its connection',
    upstream: [(socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end')],
    answer: { status: 200, body: 'until the end' },
  },
];
