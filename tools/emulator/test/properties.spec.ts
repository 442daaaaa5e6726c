import net from 'node:net';
import fc from 'fast-check';
import { request } from './support/http-client';
import { isAlive, until } from './support/processes';
import { runFunctions, type RunningEmulator } from './support/running-emulator';

let emulator: RunningEmulator;
let hosts: { readonly open: string; readonly locked: string };
beforeAll(async () => {
  emulator = await runFunctions('faults', {
    open: { module: 'echoes' },
    locked: { module: 'echoes', url: { AuthType: 'AWS_IAM' } },
    streamed: { module: 'echoes', url: { InvokeMode: 'RESPONSE_STREAM' } },
  });
  const hostOf = (name: string): string => new URL(emulator.urlOf(name)).host;
  await request(emulator.urlOf('open'));
  hosts = { open: hostOf('open'), locked: hostOf('locked') };
});
afterAll(() => emulator.close());

/** Sends pieces, each in a packet of its own, and takes what comes until the other side closes, or waits. */
function send(pieces: readonly Uint8Array[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(emulator.port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.setNoDelay(true);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    void (async () => {
      for (const piece of pieces) {
        if (!socket.destroyed) socket.write(piece);
        await new Promise((done) => setImmediate(done));
      }
      // What is no whole request waits for more; everything else is answered by then, or at least begun.
      setTimeout(() => socket.destroy(), 100);
    })();
  });
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Cuts bytes into pieces at random places. */
const pieces = (whole: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer[]> =>
  fc.tuple(whole, fc.array(fc.nat(2000), { maxLength: 4 })).map(([all, cuts]) => {
    const at = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
    return at.slice(1).map((end, index) => all.subarray(at[index], end));
  });

const text = (characters: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), maxLength });
const token = text('abcXYZ019-_!#$%&*+.^`|~', 12).map((name) => `x${name}`);
const printable = text(' !"#$%&\'()*+,-./:;<=>?@[]^_`{|}~abcABC012\xe4\xff', 40);
const rare = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: unusual });

const special = fc.constantFrom(
  'Authorization',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Amz-Content-Sha256',
  'X-Amz-Target',
  'X-Amzn-Trace-Id',
  'X-Forwarded-For',
  'Access-Control-Request-Method',
  'Origin',
  'Cookie',
  'Content-Type',
);
const values = fc.constantFrom(
  'a=b; c',
  'text/plain',
  'AWS4-HMAC-SHA256 Credential=a/b/c/d/e',
  'Root=1-2-3',
  '',
);
// What decides where a message ends, and so is mostly refused.
const framing = fc.tuple(
  fc.constantFrom('Transfer-Encoding', 'Content-Length', 'Connection', 'Expect', 'Upgrade', 'Host'),
  fc.oneof(printable, fc.constantFrom('chunked', '0', '5', '99999999999', 'keep-alive', '100-continue')),
);
const header = rare(fc.tuple(fc.oneof(token, special), fc.oneof(printable, values)), framing);
const method = rare(fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD', 'DELETE', 'PATCH', 'PURGE'), token);
const target = rare(
  text('abc/%2F.~?=&+;:@!$\xe4', 40).map((path) => `/${path}`),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
);
const message = (host: () => string): fc.Arbitrary<Buffer> =>
  fc
    .tuple(method, target, fc.array(header, { maxLength: 6 }), fc.uint8Array({ maxLength: 600 }))
    .map(([verb, path, headers, body]) => {
      const lines = [
        `${verb} ${path} HTTP/1.1`,
        `Host: ${host()}`,
        'Connection: close',
        `Content-Length: ${body.length}`,
        ...headers.map(([name, value]) => `${name}: ${value}`),
      ];
      return Buffer.concat([bytes(`${lines.join('\r\n')}\r\n\r\n`), body]);
    });

const started = (name: string): number =>
  emulator.log(name).filter((line) => line.startsWith('START')).length;
const ended = (name: string): number => emulator.log(name).filter((line) => line.startsWith('REPORT')).length;

/** Nothing of ours failed, every function came to its end, and the next request is served. */
async function isWell(): Promise<void> {
  expect(emulator.explanations().filter((text) => text.includes('a fault of the emulator'))).toEqual([]);
  await until(() => started('open') === ended('open'), 'every function has come to its end');
  expect(await request(emulator.urlOf('open'))).toMatchObject({ status: 200 });
}

it('survives any bytes', async () => {
  const garbage = fc.uint8Array({ maxLength: 3000 }).map((array) => Buffer.from(array));
  await fc.assert(
    fc.asyncProperty(pieces(garbage), async (sent) => {
      expect(await send(sent)).toMatch(/^(HTTP\/1\.1 (4\d\d|505) |$)/);
    }),
    { numRuns: 60 },
  );
  await isWell();
});

it('survives any request to a public function, split anywhere, and leaves no sandbox busy', async () => {
  let served = 0;
  await fc.assert(
    fc.asyncProperty(pieces(message(() => hosts.open)), async (sent) => {
      const answer = await send(sent);
      expect(answer).toMatch(/^(HTTP\/1\.1 [1-5]\d\d |$)/);
      if (answer.includes('HTTP/1.1 200')) served += 1;
    }),
    { numRuns: 250 },
  );
  // Or it would say little.
  expect(served).toBeGreaterThan(100);
  await isWell();
});

it('lets no request that is not signed reach a function that asks for it', async () => {
  await fc.assert(
    fc.asyncProperty(pieces(message(() => hosts.locked)), async (sent) => {
      expect(await send(sent)).not.toMatch(/^HTTP\/1\.1 2/m);
    }),
    { numRuns: 250 },
  );
  expect(emulator.log('locked')).toEqual([]);
  await isWell();
});

it('survives clients that go away at any moment, and ends what they began', async () => {
  const whole = bytes(
    `POST /a HTTP/1.1\r\nHost: ${new URL(emulator.urlOf('streamed')).host}\r\nContent-Length: 400\r\n\r\n${'x'.repeat(400)}`,
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), fc.nat(5), async (length, turns) => {
      const socket = net.connect(emulator.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(whole.subarray(0, length));
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }),
    { numRuns: 100 },
  );
  await until(() => started('streamed') === ended('streamed'), 'every function has come to its end');
  await isWell();
});

it('leaves no process behind', async () => {
  const own = await runFunctions('faults', { waits: {} });
  const { pid } = (await request(own.urlOf('waits'))).json<{ pid: number }>();
  await own.close();

  await until(() => !isAlive(pid), 'its sandbox has ended');
});
