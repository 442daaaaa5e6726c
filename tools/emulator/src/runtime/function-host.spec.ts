import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCATIONS } from '../../test/support/running-emulator';
import { FunctionHost } from './function-host';
import type { Invocation } from './invocation';
import { Reaper } from './reaper';
import type { RunnableFunction } from './runnable-function';

let folder: string;
let reaper: Reaper;
let host: FunctionHost;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'furl-host-'));
  reaper = new Reaper();
  lines = [];
});
afterEach(async () => {
  await host.close();
  await reaper.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A function whose code is `body`, in a folder of its own. */
function functionOf(name: string, body: string, more: Partial<RunnableFunction> = {}): RunnableFunction {
  const taskRoot = mkdtempSync(join(folder, name));
  writeFileSync(join(taskRoot, 'index.mjs'), body);
  return {
    functionName: 'f',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
    region: 'eu-west-1',
    version: '$LATEST',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    taskRoot,
    environment: {},
    timeoutSeconds: 10,
    memoryMb: 128,
    reservedConcurrency: undefined,
    logFormat: 'Text',
    logGroup: '/aws/lambda/f',
    applicationLogLevel: undefined,
    credentials: undefined,
    nodeBinary: process.execPath,
    runtimeClient: LOCATIONS.runtimeClient,
    ...more,
  };
}

function run(fn: RunnableFunction): void {
  host = new FunctionHost(fn, {
    ...LOCATIONS,
    reaper,
    temporaryRoot: folder,
    events: (event) => {
      if ('line' in event) lines.push(event.line);
    },
  });
}

const invocation = (payload: unknown = {}): Invocation => ({
  requestId: `id-${Math.random()}`,
  payload: JSON.stringify(payload),
  functionArn: 'arn:f',
  traceId: 'Root=1-0-0',
});

it('hands over the log of each invocation, and of no other', async () => {
  run(
    functionOf(
      'logs',
      `console.log('loading'); export const handler = async ({ n, ms }) => {
        console.log('call', n); await new Promise((r) => setTimeout(r, ms)); return n; };`,
    ),
  );

  const [first, second] = await Promise.all([
    host.invoke(invocation({ n: 1, ms: 300 })),
    host.invoke(invocation({ n: 2, ms: 300 })),
  ]);
  const third = await host.invoke(invocation({ n: 3, ms: 0 }));

  const logs = await Promise.all([first, second, third].map(({ log }) => log()));
  for (const [n, log] of logs.entries()) {
    // What was written while it loaded comes before START, as in CloudWatch.
    expect(log).toMatch(
      n < 2
        ? /^[^\n]*\tloading\nSTART [^]*\nEND [^]*\nREPORT [^]*\n$/
        : /^START [^]*\nEND [^]*\nREPORT [^]*\n$/,
    );
    expect(log.match(/call \d/g)).toEqual([`call ${n + 1}`]);
  }
});

it('takes a sandbox that is ready before one that is still busy after its answer, and starts no third', async () => {
  run(
    functionOf(
      'lingers',
      `export const handler = awslambda.streamifyResponse(async ({ ms, busyMs }, stream) => {
        await new Promise((r) => setTimeout(r, ms));
        stream.write(String(process.pid));
        stream.end('', () => { const end = Date.now() + busyMs; while (Date.now() < end); });
      });`,
    ),
  );
  const pidOf = async (event: object): Promise<string> => {
    const { result } = await host.invoke(invocation(event));
    return 'body' in result ? result.body.toString() : result.kind;
  };
  const both = await Promise.all([pidOf({ ms: 300, busyMs: 0 }), pidOf({ ms: 300, busyMs: 0 })]);
  expect(both[0]).not.toBe(both[1]);
  // Both are back by then, on the slowest of machines.
  await new Promise((resolve) => setTimeout(resolve, 1000));

  const busy = await pidOf({ ms: 0, busyMs: 2000 });
  const next = await pidOf({ ms: 0, busyMs: 0 });

  expect([busy, next].sort()).toEqual([...both].sort());
});

it('runs new code from the next invocation on, and lets those in flight finish on the old', async () => {
  const code = (answer: string): string =>
    `export const handler = async ({ ms }) => { await new Promise((r) => setTimeout(r, ms)); return ['${answer}', process.pid]; };`;
  run(functionOf('old', code('old')));
  await host.invoke(invocation({ ms: 0 }));
  const inFlight = host.invoke(invocation({ ms: 500 }));
  await new Promise((resolve) => setTimeout(resolve, 50));

  host.replace(functionOf('new', code('new')));
  const after = await host.invoke(invocation({ ms: 0 }));

  expect(after.result).toMatchObject({ payload: expect.stringMatching(/"new"/) as string });
  const { result } = await inFlight;
  expect(result).toMatchObject({ kind: 'response', payload: expect.stringMatching(/"old"/) as string });
  const next = await host.invoke(invocation({ ms: 0 }));
  expect(next.result).toMatchObject({ payload: expect.stringMatching(/"new"/) as string });
});

it('opens the inspector, and leaves the time-out to whoever debugs', async () => {
  run(
    functionOf(
      'inspected',
      `import inspector from 'node:inspector'; export const handler = async ({ ms }) => {
        await new Promise((r) => setTimeout(r, ms)); return inspector.url(); };`,
      { inspectPort: 0, timeoutSeconds: 1 },
    ),
  );

  const slow = host.invoke(invocation({ ms: 1300 }));
  const beside = await host.invoke(invocation({ ms: 0 }));
  const { result } = await slow;

  if (result.kind !== 'response') throw new Error(JSON.stringify(result));
  const [, port] = /^"ws:\/\/127\.0\.0\.1:(\d+)\//.exec(result.payload) ?? [];
  expect(beside.result).toEqual({ kind: 'response', payload: 'null' });
  const targets = await new Promise<number | undefined>((resolve, reject) => {
    http
      .get(`http://127.0.0.1:${port}/json`, (response) => resolve(response.resume().statusCode))
      .on('error', reject);
  });
  expect(targets).toBe(200);

  host.replace({ ...host.fn });
  const again = await host.invoke(invocation({ ms: 0 }));
  expect(again.result).toMatchObject({ payload: expect.stringMatching(/^"ws:/) as string });
});

it('hands over a stream as it comes, and says at the end whether it is whole', async () => {
  run(
    functionOf(
      'stream',
      `export const handler = awslambda.streamifyResponse(async ({ fails }, stream) => {
        stream.setContentType('text/plain');
        stream.write('a');
        await new Promise((r) => setTimeout(r, 50));
        if (fails) throw new TypeError('no');
        stream.end('b');
      });`,
    ),
  );
  const read = async (fails: boolean): Promise<{ chunks: string[]; error?: string; kind: string }> => {
    const chunks: string[] = [];
    let error: string | undefined;
    let closed: Promise<unknown> | undefined;
    const { result } = await host.invoke(invocation({ fails }), {
      onStream: ({ contentType, body }) => {
        chunks.push(contentType);
        body.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
        body.on('error', ({ message }) => (error = message));
        closed = new Promise<void>((resolve) => body.once('close', resolve));
      },
    });
    await closed;
    return { chunks, kind: result.kind, ...(error !== undefined && { error }) };
  };

  expect(await read(false)).toEqual({ chunks: ['text/plain', 'a', 'b'], kind: 'streamed' });
  expect(await read(true)).toEqual({ chunks: ['text/plain', 'a'], kind: 'error', error: 'TypeError: no' });
  const collected = await host.invoke(invocation({ fails: false }));
  expect(collected.result).toEqual({ kind: 'stream', contentType: 'text/plain', body: Buffer.from('ab') });
});
