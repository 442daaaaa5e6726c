import net from 'node:net';
import { exchange, request } from './support/http-client';
import { until } from './support/processes';
import { runFixture, type RunningEmulator } from './support/running-emulator';

let emulator: RunningEmulator;
let host: string;
beforeAll(async () => {
  emulator = await runFixture('behaviours');
  host = new URL(emulator.urlOf('echo-event')).host;
});
afterAll(() => emulator.close());

const body = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4);
const event = (answer: string): Record<string, unknown> =>
  JSON.parse(body(answer)) as Record<string, unknown>;

// RFC 9112 §3.2 and §6; what AWS's front end answers to these is not known.
it.each<[what: string, status: number, bytes: () => string]>([
  ['garbage', 400, () => '\x16\x03\x01\x02\x00\x01\r\n\r\n'],
  ['a broken header', 400, () => `GET / HTTP/1.1\r\nHost: ${host}\r\nno colon\r\n\r\n`],
  ['no Host', 400, () => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two Hosts', 400, () => `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: b\r\nConnection: close\r\n\r\n`],
  ['a target without a slash', 400, () => `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
  [
    'two lengths of the body',
    400,
    () =>
      `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  [
    'a broken chunk',
    400,
    () => `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`,
  ],
  ['headers without end', 431, () => `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['CONNECT', 405, () => `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ['an unknown Host', 403, () => 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'],
  ['a Host that is none', 403, () => 'GET / HTTP/1.1\r\nHost: [::1]:4600\r\nConnection: close\r\n\r\n'],
  ['no Host in HTTP/1.0', 403, () => 'GET / HTTP/1.0\r\n\r\n'],
])('refuses %s with %i, a request id, and a word to the terminal', async (_what, status, bytes) => {
  const before = emulator.explanations().length;

  const answer = await exchange(emulator.port, bytes());

  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toMatch(/\r\nx-amzn-RequestId: [0-9a-f-]{36}\r\n/);
  expect(emulator.explanations()).toHaveLength(before + 1);
  expect(answer).not.toMatch(/X-Amzn-Trace-Id/i);
});

it('answers an unknown host to the byte as AWS does', async () => {
  const answer = await request(
    `http://0123456789abcdefghijklmnopqrstuv.lambda-url.x.localhost:${emulator.port}/`,
  );

  expect(answer).toMatchObject({
    status: 403,
    text: '{"Message":null}',
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
  });
});

it('keeps the connection, and says no more of it than AWS does', async () => {
  const get = (more: string): string => `GET / HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;

  const answers = await exchange(emulator.port, get('') + get('Connection: close\r\n'));

  expect(answers.match(/^Connection: .*$/gm)?.map((line) => line.trim())).toEqual([
    'Connection: keep-alive',
    'Connection: close',
  ]);
  expect(answers).not.toMatch(/^Keep-Alive:/im);
});

it('finds the function however its name is written', async () => {
  const [name] = host.split(':');
  for (const written of [host.toUpperCase(), `${name}.:${emulator.port}`, name, `${name}:`]) {
    const answer = await exchange(
      emulator.port,
      `GET / HTTP/1.1\r\nHost: ${written}\r\nConnection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  }
});

// RFC 9112 §3.2.2: the target's host counts, whatever Host says.
it('takes an absolute-form target apart', async () => {
  const answer = await exchange(
    emulator.port,
    `GET http://${host}?a=1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
  );

  expect(event(answer)).toMatchObject({
    rawPath: '/',
    rawQueryString: 'a=1',
    headers: { host },
    requestContext: { domainName: host },
  });
});

it('takes a body in chunks and hands on its length', async () => {
  const answer = await exchange(
    emulator.port,
    `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
    '5\r\nhello\r\n',
    '1\r\n!\r\n0\r\nX-Trailer: dropped\r\n\r\n',
  );

  const { headers, body: text } = event(answer) as { headers: Record<string, string>; body: string };
  expect(text).toBe('hello!');
  expect(headers).toMatchObject({ 'content-length': '6' });
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['transfer-encoding']));
});

it('says 100 Continue to a client that waits for it, and to one with too much says 413 at once', async () => {
  const head = `POST / HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Type: text/plain\r\n`;

  const accepted = await exchange(emulator.port, `${head}Content-Length: 2\r\n\r\n`, 'ok');
  const refused = await exchange(emulator.port, `${head}Content-Length: 9000000\r\n\r\n`);

  expect(accepted).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  expect(refused).toMatch(/^HTTP\/1\.1 413 /);
});

// Lambda quotas: 6 MB. Refused after it was read, so that the client gets to read the answer.
it('takes 6 MB and refuses a byte more', async () => {
  const url = emulator.urlOf('returns-what-was-sent');
  const headers = { 'Content-Type': 'application/json' };
  const limit = 6 * 1024 * 1024;
  const json = (size: number): string => `{"statusCode":200,"body":"${'x'.repeat(size - 28)}"}`;

  const fits = await request(url, { body: json(limit), headers });
  const tooLarge = await request(url, { body: json(limit + 1), headers });

  expect(fits.status).toBe(200);
  expect(tooLarge).toMatchObject({
    status: 413,
    headers: { 'x-amzn-errortype': 'RequestTooLargeException', connection: 'close' },
  });
});

it('hands on every header, however many there are', async () => {
  const many = Array.from({ length: 2500 }, (_, index) => [`h${index.toString(36)}`, '']).flat();

  const answer = await request(emulator.urlOf('echo-event'), { headers: many });

  expect(answer.status).toBe(200);
  expect(Object.keys(answer.json<{ headers: object }>().headers).length).toBeGreaterThanOrEqual(2500);
});

it('keeps names that are special in JavaScript as they are', async () => {
  const answer = await request(`${emulator.urlOf('echo-event')}?__proto__=1&constructor=2`, {
    headers: { ['__proto__x']: 'y', Constructor: 'z' },
  });

  expect(answer.text).toContain('"queryStringParameters":{"__proto__":"1","constructor":"2"}');
});

it('is not held up by clients that send nothing, or half, or go away', async () => {
  const idle = [net.connect(emulator.port, '127.0.0.1'), net.connect(emulator.port, '127.0.0.1')];
  idle[1]?.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\nhalf`);
  for (const socket of idle) socket.on('error', () => undefined);

  const answer = await request(emulator.urlOf('echo-event'));
  for (const socket of idle) socket.destroy();
  const afterwards = await request(emulator.urlOf('echo-event'));

  expect([answer.status, afterwards.status]).toEqual([200, 200]);
});

// Lambda Developer Guide, "Response streaming": a client that goes away does not stop the function.
it('runs the function to its end when the client goes away before the answer, and uses its sandbox again', async () => {
  const url = emulator.urlOf('reserved-one');
  const first = (await request(url)).json<{ pid: number; calls: number }>();
  const socket = net.connect(emulator.port, '127.0.0.1');
  socket.write(`GET /?200 HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
  const starts = (): number => emulator.log('reserved-one').filter((line) => line.startsWith('START')).length;
  const ends = (): number => emulator.log('reserved-one').filter((line) => line.startsWith('END')).length;
  await until(() => starts() === 2, 'the function runs');

  socket.destroy();

  await until(() => ends() === 2, 'the function has ended');
  expect((await request(url)).json()).toEqual({ pid: first.pid, calls: first.calls + 2 });
});

it('closes the connection of a client that has closed its half, and lets the function come to its end', async () => {
  const said = (what: string): number => emulator.log('slow').filter((line) => line.startsWith(what)).length;
  const [starts, ends] = [said('START'), said('REPORT')];
  const socket = net.connect(emulator.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`GET /?100 HTTP/1.1\r\nHost: ${new URL(emulator.urlOf('slow')).host}\r\n\r\n`);
  await until(() => said('START') === starts + 1, 'the function runs');

  socket.end();

  await closed;
  await until(() => said('REPORT') === ends + 1, 'the function has ended');
});

it('never writes into another answer when garbage follows a request on the same connection', async () => {
  const answer = await exchange(
    emulator.port,
    `GET /?100 HTTP/1.1\r\nHost: ${new URL(emulator.urlOf('slow')).host}\r\n\r\ngarbage\r\n\r\n`,
  );

  expect(answer).not.toMatch(/400/);
});

it('answers requests that come one behind the other on a connection in their order', async () => {
  const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;

  const answer = await exchange(emulator.port, get('/1') + get('/2') + get('/3', 'Connection: close\r\n'));

  expect(answer.match(/"rawPath":"\/\d"/g)).toEqual(['"rawPath":"/1"', '"rawPath":"/2"', '"rawPath":"/3"']);
});
