import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchange, request } from './support/http-client';
import { until } from './support/processes';
import { runFunctions, type RunningEmulator } from './support/running-emulator';

const url = { InvokeMode: 'RESPONSE_STREAM' };
let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await runFunctions(
    'streaming',
    {
      drips: { url },
      pours: { url },
      'breaks-off': { url, properties: { Timeout: 1 } },
      'fails-first': { url, properties: { Timeout: 1 } },
      prelude: { url },
      bytewise: { url },
      'buffered-object': { url },
      'prelude-buffered': { module: 'prelude' },
    },
    { streamRate: 'off' },
  );
});
afterAll(() => emulator.close());

const hostOf = (functionName: string): string => new URL(emulator.urlOf(functionName)).host;

// Lambda Developer Guide, "Response streaming for Lambda functions".
it('hands on status, headers and the first bytes while the function still writes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'furl-drips-'));
  const marker = join(folder, 'go-on');
  const response = await new Promise<http.IncomingMessage>((resolve) => {
    const { port } = new URL(emulator.urlOf('drips'));
    const headers = { Host: hostOf('drips') };
    http.get({ port, host: '127.0.0.1', path: `/?${encodeURIComponent(marker)}`, headers }, resolve);
  });
  const chunks: string[] = [];
  response.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  await until(() => chunks.length > 0, 'the first words are there');

  expect(chunks).toEqual(['first,']);
  expect(response).toMatchObject({
    statusCode: 202,
    headers: {
      'content-type': 'text/plain',
      'x-number': '7',
      'set-cookie': ['a=1', 'b=2'],
      'transfer-encoding': 'chunked',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      'x-amzn-trace-id': expect.stringMatching(/^root=1-/) as string,
    },
  });
  writeFileSync(marker, '');
  await new Promise((resolve) => response.once('end', resolve));

  expect(chunks.join('')).toBe('first,second');
  rmSync(folder, { recursive: true });
});

it('reads a prelude that comes a byte at a time', async () => {
  const answer = await request(emulator.urlOf('bytewise'));

  expect(answer).toMatchObject({ status: 418, text: 'tea', headers: { 'x-a': 'b' } });
});

it('writes a header beyond ASCII as UTF-8, as in an answer that is not streamed', async () => {
  const body = JSON.stringify({ statusCode: 200, headers: { 'X-Name': 'café' } });
  const answer = await request(emulator.urlOf('prelude'), {
    body,
    headers: { 'Content-Type': 'application/json' },
  });

  expect(Buffer.from(String(answer.headers['x-name']), 'latin1').toString('utf8')).toBe('café');
});

it('does not interpret a response object that was returned, not streamed', async () => {
  const answer = await request(emulator.urlOf('buffered-object'));

  expect(answer).toMatchObject({ status: 200, text: '{"statusCode":418,"body":"tea"}' });
});

// aws-lambda-nodejs-runtime-interface-client issues 97 and 95.
it('answers 502 to a stream that was ended with its first word, and 200 without headers to an empty one', async () => {
  const withAWord = await request(`${emulator.urlOf('prelude')}?end-with-a-word`);
  const alone = await request(`${emulator.urlOf('prelude')}?end-alone`);

  expect(withAWord).toMatchObject({ status: 502, text: 'Internal Server Error' });
  expect(alone).toMatchObject({ status: 200, text: '' });
  expect(alone.headers['content-type']).toBeUndefined();
  expect(emulator.explanations().at(-1)).toMatch(
    /^malformed response: the stream has no prelude: write to it/,
  );
});

it.each([204, 304])('sends no body with %i, and the next answer on the same connection', async (status) => {
  const send = (body: string, more = ''): string =>
    `POST / HTTP/1.1\r\nHost: ${hostOf('prelude')}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;

  const answers = await exchange(
    emulator.port,
    send(`{"statusCode":${status},"headers":{"a":"b"}}`) +
      send('{"statusCode":201}', 'Connection: close\r\n'),
  );

  expect(answers).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answers).toMatch(/\r\n\r\nHTTP\/1\.1 201 Created\r\n[^]*\r\n\r\n4\r\nbody\r\n0\r\n\r\n$/);
});

it('sends the headers and no body to HEAD', async () => {
  const answer = await exchange(
    emulator.port,
    `HEAD / HTTP/1.1\r\nHost: ${hostOf('prelude')}\r\nConnection: close\r\n\r\n`,
  );

  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toMatch(/\r\n\r\n$/);
});

it.each([
  ['throws', /^RangeError: nothing comes$/],
  ['exits', /^Runtime\.ExitError: /],
  ['hangs', /^Task timed out after 1\.00 seconds/],
  ['half-a-prelude', /^RangeError: nothing comes$/],
])('answers 502 when the function fails before the first byte: %s', async (how, explanation) => {
  const answer = await request(`${emulator.urlOf('fails-first')}?${how}`);

  expect(answer).toMatchObject({ status: 502, text: 'Internal Server Error' });
  expect(emulator.explanations().at(-1)).toMatch(explanation);
});

// Runtime API: trailers Lambda-Runtime-Function-Error-Type. A clean end would pass off a part for the whole.
it.each([
  ['throws', /^the connection was cut: RangeError: then this$/],
  ['exits', /^the connection was cut: Runtime\.ExitError: Runtime exited with error: exit status 4$/],
  ['loops', /^the connection was cut: Task timed out after 1\.00 seconds/],
  ['never-ends', /^the connection was cut: Task timed out after 1\.00 seconds/],
])('cuts the connection when the function fails in the middle: %s', async (how, explanation) => {
  const before = emulator.explanations().length;
  const bytes = await exchange(
    emulator.port,
    `GET /?${how} HTTP/1.1\r\nHost: ${hostOf('breaks-off')}\r\n\r\n`,
  );

  expect(bytes).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\ne\r\nso far so good\r\n$/);
  await until(
    () =>
      emulator
        .explanations()
        .slice(before)
        .some((text) => explanation.test(text)),
    'the terminal hears why',
  );
});

it('resets the connection of an HTTP/1.0 client, for whom its end would be the end of the body', async () => {
  const bytes = exchange(emulator.port, `GET /?throws HTTP/1.0\r\nHost: ${hostOf('breaks-off')}\r\n\r\n`);

  await expect(bytes).rejects.toThrow('ECONNRESET');
});

// Lambda Developer Guide: the function goes on, and is billed, when the client goes away.
it('lets the function come to its end when the client goes away, and uses its sandbox again', async () => {
  const socket = net.connect(emulator.port, '127.0.0.1');
  socket.write(`GET /?30 HTTP/1.1\r\nHost: ${hostOf('pours')}\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();

  const said = (what: string): boolean => emulator.log('pours').some((line) => line.endsWith(what));
  await until(() => said('has written 30 MB'), 'the function has come to its end');
  await until(() => emulator.log('pours').at(-1)?.startsWith('REPORT') === true, 'the invocation is over');
  // Each sandbox counts its own calls.
  const [, calls = ''] = /call (\d+) has written 30 MB/.exec(emulator.log('pours').join('\n')) ?? [];
  expect(await request(`${emulator.urlOf('pours')}?1`)).toMatchObject({ status: 200 });
  await until(() => said(`call ${Number(calls) + 1} has written 1 MB`), 'the same sandbox has answered');
});

it('lets a function wait for a slow client, and keeps what it writes out of the memory of the emulator', async () => {
  const total = 200 * 1024 * 1024;
  const socket = net.connect(emulator.port, '127.0.0.1');
  const used = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  let received = 0;
  let most = 0;
  socket.on('data', (chunk) => {
    received += chunk.length;
    most = Math.max(most, used());
    // It reads a little, and waits.
    socket.pause();
    setTimeout(() => socket.resume(), 1);
  });
  const before = used();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`GET /?200 HTTP/1.1\r\nHost: ${hostOf('pours')}\r\nConnection: close\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  await new Promise((resolve) => setTimeout(resolve, 300));

  expect(emulator.log('pours').some((line) => line.endsWith('has written 200 MB'))).toBe(false);
  socket.resume();
  await closed;
  expect(received).toBeGreaterThan(total);
  // V8 lets some 64 MB of buffers that nobody needs any more lie about before it looks for them.
  expect(most - before).toBeLessThan(100 * 1024 * 1024);
});
