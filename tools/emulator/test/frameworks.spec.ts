import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { writeAssembly } from './support/assembly';
import { request } from './support/http-client';
import { until } from './support/processes';
import { runFixture, type RunningEmulator } from './support/running-emulator';

const HANDLERS = join(__dirname, '../fixtures/frameworks/handlers');
const url = { InvokeMode: 'RESPONSE_STREAM' };

/** What is tried with each: other people's code, as they say that it is to be used. */
const FRAMEWORKS = [
  ['Hono, handle', 'hono'],
  ['Hono, streamHandle', 'hono-stream'],
  ['Powertools event handler, resolve', 'powertools'],
  ['Powertools event handler, streamify', 'powertools-stream'],
  ['serverless-express with Express', 'express'],
  ['middy', 'middy'],
  ['middy, streamifyResponse', 'middy-stream'],
] as const;
const STREAMING = FRAMEWORKS.filter(([, name]) => name.endsWith('-stream'));

let folder: string;
let emulator: RunningEmulator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'furl-frameworks-'));
  const functions = readdirSync(HANDLERS).map((file) => basename(file, '.mjs'));
  const assemblyFolder = writeAssembly(folder, 'frameworks', {
    ...Object.fromEntries(
      functions.map((name) => [
        name,
        { properties: { Runtime: 'nodejs24.x' }, ...(name.endsWith('-stream') && { url }) },
      ]),
    ),
    'express-on-nodejs22': {
      module: 'express-with-a-callback',
      properties: { Runtime: 'nodejs22.x' },
    },
  });
  // One file a function and nothing else beside it, as it is deployed: no node_modules that happen to be near. In place of
  // the sources, which the assembly has as they are.
  await build({
    entryPoints: functions.map((name) => join(HANDLERS, `${name}.mjs`)),
    outdir: join(folder, 'handlers'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    // What people put there who bundle CommonJS packages as a module.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  emulator = await runFixture('frameworks', { assemblyFolder });
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string, path: string): string => `${emulator.urlOf(name)}${path}`;

describe.each(FRAMEWORKS)('%s', (_framework, name) => {
  it('takes and gives JSON, with a status and a query', async () => {
    const answer = await request(at(name, 'json?q=a%20b'), {
      body: '{"name":"Grüße"}',
      headers: { 'Content-Type': 'application/json' },
    });

    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json()).toEqual({ got: { name: 'Grüße' }, query: 'a b' });
  });

  it('takes and gives bytes unchanged', async () => {
    const bytes = randomBytes(100_000);
    const answer = await request(at(name, 'binary'), {
      body: bytes,
      headers: { 'Content-Type': 'application/octet-stream' },
    });

    expect(answer.status).toBe(200);
    expect(answer.body.equals(bytes)).toBe(true);
  });

  it('reads the cookies of the request', async () => {
    const answer = await request(at(name, 'cookies'), { headers: { Cookie: 'x=y; z=1' } });

    expect(answer.json()).toEqual({ x: 'y', z: '1' });
  });

  it('redirects', async () => {
    expect(await request(at(name, 'redirect'))).toMatchObject({
      status: 302,
      headers: { location: '/there' },
    });
  });

  it('answers 204 without a body', async () => {
    const answer = await request(at(name, 'nothing'), { method: 'DELETE' });

    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers).not.toHaveProperty('content-length');
    expect(answer.headers).not.toHaveProperty('transfer-encoding');
  });
});

it.each(FRAMEWORKS.filter(([, name]) => name !== 'powertools-stream'))(
  '%s: sends two cookies',
  async (_framework, name) => {
    const answer = await request(at(name, 'cookies'), { headers: { Cookie: 'x=y' } });

    const [a, b, ...more] = answer.headers['set-cookie'] ?? [];
    expect(a).toMatch(/^a=1; Path=\/; HttpOnly$/);
    expect(b).toMatch(/^b=2(; |$)/);
    expect(more).toEqual([]);
  },
);

it.each(STREAMING)('%s: streams, the first piece before the last is written', async (_framework, name) => {
  const marker = join(folder, `go-on-${name}`);
  const target = new URL(at(name, `stream?marker=${encodeURIComponent(marker)}`));
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const { host, port, pathname, search } = target;
    http
      .get(
        { host: '127.0.0.1', port, path: pathname + search, headers: { Host: host }, agent: false },
        resolve,
      )
      .on('error', reject);
  });
  const chunks: string[] = [];
  response.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const ended = new Promise((resolve) => response.once('end', resolve));
  await until(() => chunks.length > 0, 'the first piece is there');

  expect(chunks).toEqual(['first,']);
  expect(response).toMatchObject({ statusCode: 200, headers: { 'transfer-encoding': 'chunked' } });
  writeFileSync(marker, '');
  await ended;
  expect(chunks.join('')).toBe('first,second');
});

it('middy: runs its middlewares before and after', async () => {
  for (const name of ['middy', 'middy-stream']) {
    expect((await request(at(name, 'redirect'))).headers['x-middy']).toBe('true');
  }
});

// What cannot be had from these frameworks, here as little as on AWS.
describe('of their own making', () => {
  it.each(['hono', 'express', 'powertools'])('%s buffered: a stream arrives as a whole', async (name) => {
    const marker = join(folder, `at-once-${name}`);
    writeFileSync(marker, '');
    const answer = await request(at(name, `stream?marker=${encodeURIComponent(marker)}`));

    expect(answer).toMatchObject({ status: 200, text: 'first,second' });
    expect(answer.headers['content-length']).toBe('12');
  });

  it('serverless-express, exported as it is: it takes a callback, which nodejs22.x has and nodejs24.x refuses', async () => {
    expect(await request(at('express-on-nodejs22', 'redirect'))).toMatchObject({
      status: 302,
      headers: { location: '/there' },
    });
    expect(await request(at('express-with-a-callback', 'redirect'))).toMatchObject({ status: 502 });
    expect(emulator.explanations().at(-1)).toMatch(/^Runtime\.CallbackHandlerDeprecated: /);
  });

  it('serverless-express, without binarySettings: gives bytes that are no image as UTF-8', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x41]);
    const answer = await request(at('express-without-settings', 'binary'), { body: bytes });

    expect(answer).toMatchObject({ status: 200, text: bytes.toString('utf8') });
    expect(answer.body.equals(bytes)).toBe(false);
  });

  it('Powertools reads the bytes of a request as UTF-8, and those that are none are lost', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x41]);
    for (const name of ['powertools', 'powertools-stream']) {
      const answer = await request(at(name, 'binary-of-the-request'), { body: bytes });

      expect(answer).toMatchObject({ status: 200, text: bytes.toString('utf8') });
      expect(answer.body.equals(bytes)).toBe(false);
    }
  });

  it('Powertools, streamify: sends only the last of two cookies', async () => {
    const answer = await request(at('powertools-stream', 'cookies'), { headers: { Cookie: 'x=y' } });

    expect(answer.headers['set-cookie']).toEqual(['b=2']);
  });

  it('Powertools, resolve: takes the comma in the date of a cookie for the end of it', async () => {
    const answer = await request(at('powertools', 'cookie-with-a-date'));

    expect(answer.headers['set-cookie']).toEqual(['b=2; Expires=Wed', '02 Jan 2030 03:04:05 GMT']);
  });
});
