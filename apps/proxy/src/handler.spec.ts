import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

import { requestBody, type FunctionUrlEvent, type FunctionUrlResult } from '@furl/http-response';
import { verify } from '@furl/sigv4';

import { eventOf, type EventParts } from '../test/events';
import { loadHandler as load, restoreEnvironment, roleCredentials } from '../test/load-handler';
import {
  recordingUpstream,
  response,
  type RecordedRequest,
  type RecordingUpstream,
} from '../test/recording-upstream';

type Handler = (
  event: FunctionUrlEvent,
  context: { getRemainingTimeInMillis(): number },
) => Promise<FunctionUrlResult>;

let upstream: RecordingUpstream;
let handler: Handler;
let logged: string[];

beforeEach(async () => {
  upstream = await recordingUpstream();
  handler = await loadHandler(`http://127.0.0.1:${upstream.port}/`);
  logged = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => logged.push(String(line)) > 0);
});

afterEach(async () => {
  jest.restoreAllMocks();
  restoreEnvironment();
  await upstream.close();
});

describe('what the upstream gets', () => {
  it('is the request with method, path, query and body as the client sent them', async () => {
    await ask({ method: 'PATCH', path: '/a%2Fb/%E3%81%82/@x', query: 'b=2&a=%2f&a=1&flag', body: '{"a":1}' });
    expect(received()).toMatchObject({ method: 'PATCH', target: '/a%2Fb/%E3%81%82/@x?b=2&a=%2f&a=1&flag' });
    expect(received().body.toString()).toBe('{"a":1}');
  });

  it('has no question mark when there is no query', async () => {
    await ask({ path: '/x' });
    expect(received().target).toBe('/x');
  });

  it('has a raw + of the query as %20, which every signer reads alike', async () => {
    await ask({ query: 'q=a+b' });
    expect(received().target).toBe('/?q=a%20b');
    expectSigned(received());
  });

  it.each<[string, EventParts]>([
    ['nothing but a path', {}],
    ['an encoded path', { path: '/test/@connections/JBDvjfGEIAMCERw%3D' }],
    ['an unordered query with repeats', { query: 'b&a=2&a=1&%zz=%' }],
    ['a key that objects trip over', { query: '__proto__=1&constructor=2' }],
    ['a JSON body', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"ü":1}' }],
    ['a body with GET', { body: Uint8Array.from([0, 255]) }],
    ['DELETE without a body', { method: 'DELETE', path: '/1' }],
    ['HEAD', { method: 'HEAD' }],
    [
      'a content type with blanks',
      { method: 'PUT', headers: { 'content-type': ' text/plain;  charset=utf-8 ' }, body: 'x' },
    ],
    [
      'a content type beyond ASCII',
      { method: 'POST', headers: { 'content-type': 'text/plain; name="ü"' }, body: 'x' },
    ],
    [
      'a content type beyond latin1',
      { method: 'POST', headers: { 'content-type': 'text/plain; name="あ"' }, body: 'x' },
    ],
    [
      "a client's own signature",
      {
        headers: {
          authorization: 'AWS4-HMAC-SHA256 x',
          'x-amz-date': 'never',
          'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
        },
      },
    ],
    [
      "Connection naming the signature's fields",
      { headers: { connection: 'x-amz-date, authorization, host' } },
    ],
  ])("carries the role's signature: %s", async (_, parts) => {
    expect((await ask(parts)).statusCode).toBe(200);
    expectSigned(received());
  });

  it('names one host, once, and it is the upstream', async () => {
    await ask({ headers: { host: 'evil.example' } });
    expect(valuesOf(received(), 'host')).toEqual([`127.0.0.1:${upstream.port}`]);
  });

  it.each([
    ['POST', undefined, ['0']],
    ['PUT', undefined, ['0']],
    ['GET', undefined, []],
    ['DELETE', undefined, []],
    ['POST', 'abc', ['3']],
    ['GET', 'abc', ['3']],
  ])('frames %s with the body %s anew: content-length %j and nothing else', async (method, body, lengths) => {
    const headers = { 'content-length': '999', 'transfer-encoding': 'chunked', expect: '100-continue' };
    await ask({ method, headers, ...(body === undefined ? {} : { body }) });
    expect(valuesOf(received(), 'content-length')).toEqual(lengths);
    expect(valuesOf(received(), 'transfer-encoding')).toEqual([]);
    expect(valuesOf(received(), 'expect')).toEqual([]);
  });

  it('gets header values in the bytes that the client sent', async () => {
    await ask({ headers: { 'x-latin1': 'caf\u00e9', 'x-decoded': 'あ' } });
    expect(valuesOf(received(), 'x-latin1')).toEqual(['caf\u00e9']);
    expect(valuesOf(received(), 'x-decoded')).toEqual([Buffer.from('あ').toString('latin1')]);
  });

  it('gets one megabyte of random bytes to the byte, and so does the client', async () => {
    const sent = randomBytes(1024 * 1024);
    upstream.answer((socket, { body }) =>
      socket.write(response('200 OK', [['Content-Type', 'image/png']], body)),
    );
    const result = await ask({ method: 'POST', body: sent });
    expect(received().body.equals(sent)).toBe(true);
    expect(Buffer.from(requestBody(result)).equals(sent)).toBe(true);
    expectSigned(received());
  });

  it('comes over one connection, request after request', async () => {
    await ask();
    await ask();
    expect(upstream.requests.map(({ connection }) => connection)).toEqual([1, 1]);
  });
});

describe('what the client gets', () => {
  it('is status, headers and body of the upstream', async () => {
    upstream.answer(
      response(
        '201 Created',
        [
          ['Content-Type', 'application/json'],
          ['ETag', '"1"'],
        ],
        '{"a":"ü"}',
      ),
    );
    expect(await ask()).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'application/json', etag: '"1"' },
      body: '{"a":"ü"}',
      isBase64Encoded: false,
    });
  });

  it('keeps two cookies two', async () => {
    const first = 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly';
    upstream.answer(
      response(
        '200 OK',
        [
          ['Set-Cookie', first],
          ['X', 'y'],
          ['set-cookie', 'b=2'],
        ],
        '',
      ),
    );
    const { cookies, headers } = await ask();
    expect(cookies).toEqual([first, 'b=2']);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('joins other fields that repeat', async () => {
    upstream.answer(
      response(
        '200 OK',
        [
          ['Vary', 'accept'],
          ['Vary', 'origin'],
        ],
        '',
      ),
    );
    expect((await ask()).headers).toEqual({ vary: 'accept, origin' });
  });

  it.each([301, 302, 303, 307, 308])('is the redirect itself, not what it leads to: %d', async (status) => {
    upstream.answer(
      response(`${status} Moved`, [['Location', `http://127.0.0.1:${upstream.port}/next`]], 'moved'),
    );
    const result = await ask();
    expect(result).toMatchObject({
      statusCode: status,
      headers: { location: `http://127.0.0.1:${upstream.port}/next` },
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it.each([400, 403, 404, 413, 429, 500, 503])("is the upstream function's own error: %d", async (status) => {
    upstream.answer(response(`${status} No`, [['Content-Type', 'application/json']], '{"own":true}'));
    expect(await ask()).toMatchObject({ statusCode: status, body: '{"own":true}' });
  });

  it('has no body for HEAD, however long the body would be', async () => {
    upstream.answer('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999\r\n\r\n');
    expect(await ask({ method: 'HEAD' })).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'text/html' },
      body: '',
      isBase64Encoded: false,
    });
  });

  it.each(['204 No Content', '304 Not Modified'])(
    'has no body and no invented type for %s',
    async (status) => {
      upstream.answer(`HTTP/1.1 ${status}\r\nETag: "1"\r\n\r\n`);
      expect(await ask()).toEqual({
        statusCode: Number.parseInt(status),
        headers: { etag: '"1"' },
        body: '',
        isBase64Encoded: false,
      });
    },
  );

  it('is a chunked body whole, without its framing and its trailers', async () => {
    upstream.answer(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n' +
        '3\r\nabc\r\n2\r\nde\r\n0\r\nx-sum: 1\r\n\r\n',
    );
    expect(await ask()).toMatchObject({ headers: { 'content-type': 'text/plain' }, body: 'abcde' });
  });

  it('is a compressed body as it came', async () => {
    const packed = Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
    upstream.answer(
      response(
        '200 OK',
        [
          ['Content-Type', 'text/plain'],
          ['Content-Encoding', 'gzip'],
        ],
        packed,
      ),
    );
    const result = await ask();
    expect(result).toMatchObject({ headers: { 'content-encoding': 'gzip' }, isBase64Encoded: true });
    expect([...requestBody(result)]).toEqual([...packed]);
  });

  it('begins after whatever the upstream says in between', async () => {
    upstream.answer(
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    );
    expect(await ask()).toMatchObject({ statusCode: 200, headers: {} });
  });
});

describe('requests that are not signed', () => {
  it.each<[string, EventParts, RegExp]>([
    ['query authentication', { query: 'a=1&X-Amz-Signature=00' }, /query authentication/],
    ['a dot segment', { path: '/a/%2e%2E/b' }, /dot segment/],
    ['the path of `${url}/path`', { path: '//path' }, /ends in "\/" already/],
    ['a line break in a header', { headers: { 'x-a': '1\r\nx-b: 2' } }, /control character/],
    ['CONNECT', { method: 'CONNECT' }, /method/],
    ['a method that is none', { method: 'GET / HTTP/1.1' }, /method/],
  ])('are answered 400 and never sent: %s', async (_, parts, detail) => {
    expectProblem(await ask(parts), 400, detail);
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('an upstream that gives no answer', () => {
  it('is 502 when nobody listens', async () => {
    await upstream.close();
    expectProblem(await ask(), 502, /refused the connection/);
    expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 'ERROR', error: 'connection_refused', systemCode: 'ECONNREFUSED' }),
    ]);
  });

  it('is 504 when it is silent until the function has to answer', async () => {
    upstream.answer(() => undefined);
    expectProblem(await ask({}, 600), 504, /did not answer within \d+ ms/);
  });

  it('is 504 when it stops within its answer', async () => {
    upstream.answer('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
    expectProblem(await ask({}, 600), 504, /did not answer within/);
  });

  it('is 504 without being asked when no time is left', async () => {
    expectProblem(await ask({}, 400), 504, /no time left/);
    expect(upstream.requests).toHaveLength(0);
  });

  it.each<[string, EventParts, number]>([
    ['GET', {}, 2],
    ['POST', { method: 'POST', body: 'x' }, 1],
  ])(
    'is 502 when it resets new connections, and gets %s only as often as it may',
    async (_, parts, times) => {
      upstream.answer((socket) => socket.resetAndDestroy());
      expectProblem(await ask(parts), 502, /closed the connection before it answered/);
      expect(upstream.requests).toHaveLength(times);
    },
  );

  it.each<[string, string]>([
    ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
    ['half a chunked body', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha'],
    ['a chunked body without its end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nha\r\n'],
  ])('is 502 when it breaks off after %s', async (_, bytes) => {
    upstream.answer((socket) => socket.end(bytes));
    expectProblem(await ask(), 502, /broke off/);
  });

  it.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
    [
      'two framings at once',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['an invalid field', 'HTTP/1.1 200 OK\r\nbad name: 1\r\n\r\n'],
    [
      'a switch of protocols that nobody asked for',
      'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    ],
  ])('is 502 when it sends %s', async (_, bytes) => {
    upstream.answer((socket) => socket.end(bytes));
    expectProblem(await ask(), 502, /./);
  });

  it('is 502 when its header is too large', async () => {
    upstream.answer(response('200 OK', [['X-Large', 'x'.repeat(100_000)]], ''));
    expectProblem(await ask(), 502, /header of the upstream's answer is too large/);
  });

  it.each<[string, string, Buffer]>([
    ['announced', `Content-Length: ${6 * 1024 * 1024 + 1}\r\n`, Buffer.alloc(0)],
    ['sent', '', Buffer.alloc(6 * 1024 * 1024 + 1, 'a')],
  ])('is 502 when the body that is %s is over 6 MB', async (_, header, body) => {
    upstream.answer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n${header}\r\n`);
      socket.end(body);
    });
    expectProblem(await ask(), 502, /larger than the 6291456 bytes/);
  });

  it('is 502 when a binary body is over 6 MB only as base64', async () => {
    upstream.answer(response('200 OK', [['Content-Type', 'image/png']], Buffer.alloc(5 * 1024 * 1024, 255)));
    expectProblem(await ask(), 502, /as it has to be encoded/);
  });

  it('passes on as much text as the platform takes', async () => {
    const text = 'a'.repeat(6 * 1024 * 1024 - 100);
    upstream.answer(response('200 OK', [['Content-Type', 'text/plain']], text));
    expect((await ask()).body.length).toBe(text.length);
  });

  it('is answered again after a failure', async () => {
    upstream.answer((socket) => socket.end('garbage'), response('200 OK', [], 'fine'));
    expect((await ask()).statusCode).toBe(502);
    expect((await ask()).statusCode).toBe(200);
  });
});

describe('a kept connection that the upstream has closed', () => {
  const stale = (socket: { resetAndDestroy(): unknown }) => void socket.resetAndDestroy();

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])(
    'costs %s one more attempt, signed anew',
    async (method) => {
      const ok = response('200 OK', [], '');
      upstream.answer(ok, stale, ok);
      await ask();
      expect((await ask({ method })).statusCode).toBe(200);
      expect(upstream.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
      upstream.requests.forEach(expectSigned);
    },
  );

  it.each(['POST', 'PATCH'])('is 502 for %s, which might have been carried out', async (method) => {
    upstream.answer(response('200 OK', [], ''), stale);
    await ask();
    expectProblem(await ask({ method, body: 'x' }), 502, /closed the connection/);
    expect(upstream.requests).toHaveLength(2);
  });

  it('is 502 when the second attempt ends the same way', async () => {
    upstream.answer(response('200 OK', [], ''), stale);
    await ask();
    expectProblem(await ask(), 502, /closed the connection/);
    expect(upstream.requests).toHaveLength(3);
  });

  it('is 502 at once when a part of an answer had come', async () => {
    upstream.answer(response('200 OK', [], ''), (socket) => socket.end('HTTP/1.1 200 OK\r\nX: '));
    await ask();
    expectProblem(await ask(), 502, /./);
    expect(upstream.requests).toHaveLength(2);
  });
});

describe("a refusal of the proxy's own signature", () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/proxy/session';

  it('is 502, names no ARN to the client, and its reason is in the log', async () => {
    const body = JSON.stringify({
      Message: `User: ${arn} is not authorized to perform: lambda:InvokeFunctionUrl`,
    });
    const headers = [
      ['x-amzn-ErrorType', 'AccessDeniedException'],
      ['x-amzn-RequestId', 'r-1'],
    ] as const;
    upstream.answer(response('403 Forbidden', headers, body));
    const result = await ask();
    expectProblem(result, 502, /does not accept this proxy's requests/);
    expect(JSON.stringify(result)).not.toContain('arn:');
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({
      error: 'upstream_access_denied',
      errorType: 'AccessDeniedException',
      reason: expect.stringContaining(arn) as string,
      upstreamRequestId: 'r-1',
    });
  });
});

describe('an upstream that is not who it says', () => {
  it('is 502 when its certificate is not trusted, and gets not a byte of the request', async () => {
    const fixture = (name: string) => readFileSync(path.join(__dirname, '../test/fixtures', name));
    const received: unknown[] = [];
    const server = tls.createServer(
      { key: fixture('self-signed.key.pem'), cert: fixture('self-signed.crt.pem') },
      (socket) => socket.on('data', (data) => received.push(data)).on('error', () => undefined),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      handler = await loadHandler(`https://localhost:${(server.address() as AddressInfo).port}/`);
      const result = await ask({ method: 'POST', body: 'x' });
      expectProblem(result, 502, /certificate is not trusted/);
      expect(result.headers['proxy-status']).toBe('furl-proxy; error=tls_certificate_error');
      expect(received).toEqual([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('a body over 6 MB', () => {
  it.each<[string, string | Uint8Array]>([
    ['text', 'x'.repeat(6 * 1024 * 1024 + 1)],
    ['bytes that are over it as base64 only', Buffer.alloc(5 * 1024 * 1024)],
  ])('is 413, and never sent: %s', async (_, body) => {
    expectProblem(await ask({ method: 'POST', body }), 413, /larger than this proxy takes: 6291456 bytes/);
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('the start', () => {
  it('fails with one clear line when LAMBDA_SERVER_URL is missing', async () => {
    await expect(loadHandler(undefined)).rejects.toThrow(/^LAMBDA_SERVER_URL is missing: [^\n]+$/);
  });

  it('exports the handler and nothing else', async () => {
    await loadHandler('https://abc.lambda-url.eu-central-1.on.aws/');
    expect(Object.keys(await import('./handler'))).toEqual(['handler']);
  });

  it('says which path is answered here, once', async () => {
    await loadHandler('https://abc.lambda-url.eu-central-1.on.aws/', { PROXY_HEALTH_PATH: '/.proxy/health' });
    expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ event: 'health_path', path: '/.proxy/health' }),
    ]);
  });

  it('fails where it should stream and is run by no Lambda runtime', async () => {
    const url = 'https://abc.lambda-url.eu-central-1.on.aws/';
    const loading = loadHandler(url, { PROXY_INVOKE_MODE: 'RESPONSE_STREAM' });
    await expect(loading).rejects.toThrow(/^invoke mode RESPONSE_STREAM needs the Lambda runtime/);
  });

  it('answers 500 in JSON when the role has no credentials', async () => {
    handler = await loadHandler(`http://127.0.0.1:${upstream.port}/`, { AWS_SECRET_ACCESS_KEY: undefined });
    expectProblem(await ask(), 500, /The proxy failed/);
    expect(logged).toHaveLength(1);
  });
});

/** The handler as the platform loads it. */
function loadHandler(
  url: string | undefined,
  more: Record<string, string | undefined> = {},
): Promise<Handler> {
  return load<Handler>({ LAMBDA_SERVER_URL: url, ...more });
}

function ask(parts: EventParts = {}, remainingMs = 10_000): Promise<FunctionUrlResult> {
  return handler(eventOf(parts), { getRemainingTimeInMillis: () => remainingMs });
}

function received(): RecordedRequest {
  const request = upstream.requests.at(-1);
  if (request === undefined) throw new Error('the upstream got no request');
  return request;
}

function valuesOf(request: RecordedRequest, wanted: string): string[] {
  return request.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/** Holds a request, as it came over the wire, against the rules by which the platform checks signatures. */
function expectSigned(request: RecordedRequest): void {
  const { accessKeyId, ...key } = roleCredentials;
  const lookup = (id: string) => (id === accessKeyId ? { ...key, principal: 'proxy' } : undefined);
  expect(verify(request, lookup, { region: 'eu-central-1', service: 'lambda' })).toMatchObject({ ok: true });
}

function expectProblem(result: FunctionUrlResult, status: number, detail: RegExp): void {
  expect(result).toMatchObject({
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'proxy-status': expect.stringMatching(/^furl-proxy; /) as string,
    },
    isBase64Encoded: false,
  });
  expect(JSON.parse(result.body)).toEqual({
    title: expect.stringMatching(/^\w/) as string,
    status,
    detail: expect.stringMatching(detail) as string,
  });
}
