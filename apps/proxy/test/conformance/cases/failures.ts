import { response } from '../../recording-upstream';
import type { ConformanceCase } from '../case';

const refusal = (type: string, message: string): Buffer =>
  response(
    '403 Forbidden',
    [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', type],
    ],
    JSON.stringify({ Message: message }),
  );

/** Later than any of these proxies waits, in milliseconds. */
const tooLate = 2_300;

/** An upstream that gives no answer, or half of one. After each, the proxy must serve the next request. */
export const failureCases: readonly ConformanceCase[] = [
  ...['AccessDeniedException', 'InvalidSignatureException', 'UnrecognizedClientException'].map((type) => ({
    name: `keeps to itself why the upstream's platform refused its signature: ${type}`,
    upstream: [refusal(type, 'User: arn:aws:sts::123456789012:assumed-role/proxy/session is not authorized')],
    answer: { status: 502, headers: { 'x-amzn-errortype': undefined }, error: 'received-status=403' },
  })),
  {
    name: 'takes a 403 of the upstream function for what it is',
    upstream: [refusal('QuotaExceeded', 'own')],
    answer: { status: 403, body: '{"Message":"own"}' },
  },
  ...['GET', 'POST'].map((method) => ({
    name: `answers 502 when the upstream resets the connection: ${method}`,
    request: { method },
    upstream: [(socket: { resetAndDestroy(): unknown }) => void socket.resetAndDestroy()],
    answer: { status: 502, error: 'connection_terminated' },
    attempts: method === 'GET' ? 2 : 1,
  })),
  {
    name: 'asks again, once, when the upstream closes the connection without a word, and GET is what it asked',
    upstream: [(socket) => void socket.end(), response('200 OK', [], 'again')],
    answer: { status: 200, body: 'again' },
    attempts: 2,
  },
  {
    name: 'does not ask again for POST',
    request: { method: 'POST', body: 'x' },
    upstream: [(socket) => void socket.end(), response('200 OK', [], 'again')],
    answer: { status: 502, error: 'connection_terminated' },
    attempts: 1,
  },
  ...(
    [
      ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
      [
        'two framings at once',
        'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
      ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
      ['a field that is none', 'HTTP/1.1 200 OK\r\nbad name: 1\r\n\r\n'],
      ['a status that is none', 'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n'],
    ] as const
  ).map(([what, bytes]) => ({
    name: `answers 502 to garbage: ${what}`,
    upstream: [(socket: { end(bytes: string): unknown }) => void socket.end(bytes)],
    answer: { status: 502, error: 'http_protocol_error' },
  })),
  {
    name: 'answers 502 to a header that is too large',
    upstream: [response('200 OK', [['X-Large', 'x'.repeat(100_000)]], '')],
    answer: { status: 502, error: 'http_response_header_section_size' },
  },
  {
    name: 'answers 502 when the upstream breaks off within the header',
    upstream: [(socket) => void socket.end('HTTP/1.1 200 OK\r\nX: ')],
    answer: { status: 502, error: '*' },
    attempts: 1,
  },
  ...(
    [
      ['half of a body with a length', 'Content-Length: 8\r\n\r\nhalf'],
      ['half of a chunk', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n8\r\nx'],
      ['a chunked body without its end', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
      ['a chunk that is none', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n'],
    ] as const
  ).map(([what, bytes]) => ({
    name: `never passes a part for the whole: ${what}`,
    upstream: [
      (socket: { end(bytes: string): unknown }) => void socket.end(`HTTP/1.1 200 OK\r\nX-Own: 1\r\n${bytes}`),
    ],
    answer: { status: 502, headers: { 'x-own': undefined }, error: '*' },
    streamed: { status: 200, headers: { 'x-own': '1' }, isBrokenOff: true },
    attempts: 1,
  })),
  {
    name: 'answers 504 before its own time is up when the upstream never answers',
    upstream: [() => undefined],
    answer: { status: 504, error: 'http_response_timeout' },
    attempts: 1,
  },
  {
    name: 'answers 504 when the answer comes too late, and gives it to nobody',
    upstream: [
      (socket) => void setTimeout(() => socket.write(response('200 OK', [], 'late')), tooLate).unref(),
    ],
    answer: { status: 504, error: 'http_response_timeout' },
    attempts: 1,
  },
  {
    name: 'gives up in time when the upstream stops within its answer',
    upstream: ['HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf'],
    answer: { status: 504, error: 'http_response_timeout' },
    streamed: { status: 200, isBrokenOff: true },
    attempts: 1,
  },
];
