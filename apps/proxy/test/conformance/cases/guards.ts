import { response } from '../../recording-upstream';
import type { ConformanceCase } from '../case';

const guarded = (rows: readonly Omit<ConformanceCase, 'setup'>[]): ConformanceCase[] =>
  rows.map((row) => ({ ...row, setup: 'guarded' }));

/** What the optional variables do. */
export const guardCases: readonly ConformanceCase[] = guarded([
  {
    name: 'answers 405, and what is allowed, to a method that is not',
    request: { method: 'DELETE', path: '/api' },
    answer: { status: 405, headers: { allow: 'GET, HEAD, POST' }, error: 'http_request_denied' },
    received: 'nothing',
  },
  ...['/', '/apix', '/%61pi', '/open', '/admin/api'].map((path) => ({
    name: `answers 403 to a path outside of the prefixes: ${path}`,
    request: { path },
    answer: { status: 403, error: 'http_request_denied' },
    received: 'nothing' as const,
  })),
  ...['/api', '/api/x', '/open/x'].map((path) => ({
    name: `forwards a path within the prefixes: ${path}`,
    request: { path },
    answer: { status: 200 },
    received: { target: path },
  })),
  {
    name: 'answers 413 to a body over the limit',
    request: { method: 'POST', path: '/api', body: 'nine char' },
    answer: { status: 413, error: 'http_request_error' },
    received: 'nothing',
  },
  {
    name: 'counts bytes, not the base64 in which they come',
    request: { method: 'POST', path: '/api', body: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) },
    answer: { status: 200 },
    received: { body: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) },
  },
  {
    name: "hands the client's Authorization on as x-original-authorization",
    request: {
      path: '/api',
      headers: [
        ['authorization', 'Bearer of-the-client'],
        ['x-original-authorization', 'Bearer made-up'],
      ],
    },
    answer: { status: 200 },
    received: { headers: { 'x-original-authorization': ['Bearer of-the-client'] } },
  },
  {
    name: 'answers at the health path itself, and says so',
    request: { path: '/.proxy/health' },
    answer: { status: 200, headers: { 'proxy-status': 'furl-proxy' }, body: '{"status":"ok"}' },
    received: 'nothing',
  },
  {
    name: 'answers 504 when the answer does not begin within PROXY_FIRST_BYTE_TIMEOUT_MS',
    request: { path: '/api' },
    upstream: [() => undefined],
    answer: { status: 504, error: 'http_response_timeout' },
  },
  {
    name: 'refuses a dot segment that would lead out of a prefix',
    request: { path: '/api/..%2fadmin' },
    answer: { status: 400, error: 'http_request_error' },
    received: 'nothing',
  },
  {
    name: 'passes on what comes back, as ever',
    request: { path: '/api' },
    upstream: [response('201 Created', [['X-A', '1']], 'x')],
    answer: { status: 201, headers: { 'x-a': '1' }, body: 'x' },
  },
]);
