import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DONE, encodeFrame, ERROR, FrameReader, NEXT } from '../preload/frames';
import type { FunctionResponse, Invocation } from './invocation';
import type { RuntimeError } from './posted';
import { RESPONSE_LIMIT } from './runtime-api';
import { RuntimeChannel } from './runtime-channel';
import { RuntimeSession } from './runtime-session';

const invocation: Invocation = {
  requestId: 'id-1',
  payload: '{"ü":\n1}',
  functionArn: 'arn:f',
  traceId: 'T',
};

let folder: string;
let sandbox: Socket;
let session: RuntimeSession;
let ready: number;
let channel: RuntimeChannel;
let taken: { value: number };
let results: (FunctionResponse | { readonly kind: 'streamed' } | RuntimeError)[];
let received: string[];
beforeEach(async () => {
  [ready, taken, results, received] = [0, { value: 0 }, [], []];
  session = new RuntimeSession({
    onReady: () => (ready += 1),
    onResponse: (response) => results.push(response),
    onError: (error) => results.push(error),
    onInitError: () => undefined,
  });
  folder = mkdtempSync(join(tmpdir(), 'furl-channel-'));
  const server = createServer();
  server.listen(join(folder, 'socket'));
  await once(server, 'listening');
  sandbox = connect(join(folder, 'socket'));
  const [emulator] = (await once(server, 'connection')) as [Socket];
  server.close();
  channel = new RuntimeChannel(emulator, session, taken);
  const reader = new FrameReader(Infinity, (kind, payload) => received.push(`${kind}${payload?.toString()}`));
  sandbox.on('data', (chunk) => reader.push(chunk));
});
afterEach(() => {
  sandbox.destroy();
  rmSync(folder, { recursive: true });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Asks for the next invocation and gets one. */
async function take(): Promise<void> {
  const before = ready;
  sandbox.write(encodeFrame(NEXT, ''));
  await until(() => ready > before);
  expect(session.deliver(invocation, 1234)).toBe(true);
  await until(() => received.length > 0);
}

// The same that the Runtime API says in headers.
it('hands out an invocation, and knows whether it was taken', async () => {
  expect(channel.isTaken).toBe(false);
  await take();
  expect(channel.isTaken).toBe(false);
  taken.value = 1;
  expect(channel.isTaken).toBe(true);

  const [headers, ...payload] = (received[0] ?? '').slice(1).split('\n');
  expect(JSON.parse(headers ?? '')).toEqual({
    'lambda-runtime-aws-request-id': 'id-1',
    'lambda-runtime-deadline-ms': '1234',
    'lambda-runtime-invoked-function-arn': 'arn:f',
    'lambda-runtime-trace-id': 'T',
  });
  expect(payload.join('\n')).toBe('{"ü":\n1}');
});

it.each<[what: string, frame: Buffer, result: object]>([
  ['a response', encodeFrame(DONE, 'id-1\n"ä\\n"'), { kind: 'response', payload: '"ä\\n"' }],
  [
    'an error',
    encodeFrame(ERROR, 'id-1\n{"errorType":"E","errorMessage":"m"}'),
    { errorType: 'E', errorMessage: 'm' },
  ],
  ['an error that is no JSON', encodeFrame(ERROR, 'id-1\nnope'), { errorType: 'Error', errorMessage: '' }],
  [
    'a response that is too large',
    encodeFrame(DONE, `id-1\n${'x'.repeat(RESPONSE_LIMIT + 1)}`),
    {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage:
        'Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).',
    },
  ],
])('takes %s, once, and is ready for the next', async (_what, frame, result) => {
  await take();
  sandbox.write(Buffer.concat([frame, encodeFrame(DONE, 'id-1\n"again"'), encodeFrame(NEXT, '')]));
  await until(() => ready === 2);

  expect(results).toEqual([result]);
});

it('takes no result of another invocation, and none when there is none', async () => {
  sandbox.write(encodeFrame(DONE, 'id-1\n1'));
  await take();
  sandbox.write(Buffer.concat([encodeFrame(DONE, 'id-2\n1'), encodeFrame(DONE, 'id-1\n2')]));
  await until(() => results.length > 0);

  expect(results).toEqual([{ kind: 'response', payload: '2' }]);
});

it('delivers to nobody when the sandbox has gone', async () => {
  sandbox.write(encodeFrame(NEXT, ''));
  await until(() => ready === 1);
  sandbox.destroy();
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(session.deliver(invocation, 1)).toBe(false);
});
