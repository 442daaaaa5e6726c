import { response } from '../../recording-upstream';
import type { ConformanceCase } from '../case';

const statuses = [
  '200 OK',
  '201 Created',
  '202 Accepted',
  '206 Partial Content',
  '300 Multiple Choices',
  '400 Bad Request',
  '401 Unauthorized',
  '403 Forbidden',
  '404 Not Found',
  '409 Conflict',
  '413 Content Too Large',
  '418 I am a teapot',
  '451 Unavailable For Legal Reasons',
  '500 Internal Server Error',
  '502 Bad Gateway',
  '504 Gateway Timeout',
  '599 Nobody Knows',
];

const location = 'https://example.com/next?a=1';

/** Statuses and header fields on their way back. */
export const responseCases: readonly ConformanceCase[] = [
  ...statuses.map((status) => ({
    name: `passes on ${status}`,
    upstream: [response(status, [['Content-Type', 'text/plain']], 'own')],
    answer: { status: Number.parseInt(status), body: 'own' },
  })),
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `passes on the redirect ${status}, and does not follow it`,
    upstream: [response(`${status} Moved`, [['Location', location]], '')],
    answer: { status, headers: { location } },
    attempts: 1,
  })),
  ...['204 No Content', '304 Not Modified'].map((status) => ({
    name: `passes on ${status}, which has no body`,
    upstream: [`HTTP/1.1 ${status}\r\nETag: "1"\r\n\r\n`],
    answer: { status: Number.parseInt(status), headers: { etag: '"1"' }, body: '' },
  })),
  ...['429 Too Many Requests', '503 Service Unavailable'].map((status) => ({
    name: `passes on ${status} and when to come again`,
    upstream: [response(status, [['Retry-After', '7']], '')],
    answer: { status: Number.parseInt(status), headers: { 'retry-after': '7' } },
    attempts: 1,
  })),
  {
    name: 'answers HEAD without a body, however long it would be',
    request: { method: 'HEAD' },
    upstream: ['HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999999999\r\n\r\n'],
    answer: { status: 200, headers: { 'content-type': 'text/html' }, body: '' },
  },
  {
    name: 'passes on a 304 that names a length',
    upstream: ['HTTP/1.1 304 Not Modified\r\nContent-Length: 999999999\r\n\r\n'],
    answer: { status: 304, body: '' },
  },
  {
    name: 'begins after what the upstream says in between',
    upstream: [
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    ],
    answer: { status: 200, headers: { link: undefined }, body: 'ok' },
  },
  {
    name: 'keeps two cookies two',
    upstream: [
      response(
        '200 OK',
        [
          ['Set-Cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly'],
          ['X-Between', 'y'],
          ['set-cookie', 'b=2; Path=/'],
        ],
        '',
      ),
    ],
    answer: {
      status: 200,
      headers: { 'x-between': 'y' },
      cookies: ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly', 'b=2; Path=/'],
    },
  },
  {
    name: 'joins other fields that repeat',
    upstream: [
      response(
        '200 OK',
        [
          ['Vary', 'accept'],
          ['Vary', 'origin'],
        ],
        '',
      ),
    ],
    answer: { status: 200, headers: { vary: 'accept, origin' } },
  },
  {
    name: 'drops what ends at this hop',
    upstream: [
      response(
        '200 OK',
        [
          ['Connection', 'keep-alive, X-Hop'],
          ['Keep-Alive', 'timeout=5'],
          ['X-Hop', '1'],
          ['Proxy-Authenticate', 'Basic'],
          ['Upgrade', 'h2c'],
          ['X-End', '2'],
        ],
        '',
      ),
    ],
    answer: {
      status: 200,
      headers: { 'x-hop': undefined, 'proxy-authenticate': undefined, upgrade: undefined, 'x-end': '2' },
    },
  },
  {
    name: 'passes on header values to the byte, where they are UTF-8',
    upstream: [response('200 OK', [['X-Name', 'caf\u00c3\u00a9']], '')],
    answer: { status: 200, headers: { 'x-name': 'caf\u00c3\u00a9' } },
  },
  {
    name: 'passes on Cache-Control, WWW-Authenticate and a Proxy-Status of somebody before',
    upstream: [
      response(
        '401 Unauthorized',
        [
          ['Cache-Control', 'no-store, max-age=0'],
          ['WWW-Authenticate', 'Bearer realm="x", error="y"'],
          ['Proxy-Status', 'cdn; error=dns_error'],
        ],
        '',
      ),
    ],
    answer: {
      status: 401,
      headers: {
        'cache-control': 'no-store, max-age=0',
        'www-authenticate': 'Bearer realm="x", error="y"',
        'proxy-status': 'cdn; error=dns_error',
      },
    },
  },
];
