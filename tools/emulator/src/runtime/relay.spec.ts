import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import type { Posted } from './posted';
import { relayPosted } from './relay';

let server: Server;
let body: PassThrough;
let relayed: Promise<Posted>;
let outgoing: ReturnType<typeof request>;
beforeEach(async () => {
  body = new PassThrough({ highWaterMark: 1024 });
  body.on('error', () => undefined);
  const begun = new Promise<void>((resolve) => {
    server = createServer((incoming, response) => {
      relayed = relayPosted(incoming, body, 100_000, () => Promise.resolve()).finally(() => response.end());
      relayed.catch(() => undefined);
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  outgoing = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    agent: false,
    headers: { Trailer: 'Lambda-Runtime-Function-Error-Type' },
  });
  outgoing.on('error', () => undefined);
  outgoing.flushHeaders();
  await begun;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

it('hands on every byte, and the trailers to the caller', async () => {
  const chunks: Buffer[] = [];
  body.on('data', (chunk: Buffer) => chunks.push(chunk));
  outgoing.write('x'.repeat(50_000));
  outgoing.addTrailers({ 'Lambda-Runtime-Function-Error-Type': 'E' });
  outgoing.end('y');

  expect(await relayed).toMatchObject({ size: 50_001, trailingErrorType: 'E' });
  expect(Buffer.concat(chunks).toString()).toBe(`${'x'.repeat(50_000)}y`);
});

it('reads on when nobody listens any more, and when it was too much', async () => {
  const failed = new Promise((resolve) => body.once('error', resolve));
  body.resume();
  outgoing.end('x'.repeat(100_001));

  expect(await relayed).toMatchObject({ body: undefined, size: 100_001 });
  expect(await failed).toMatchObject({ message: 'the function wrote more than 100000 bytes' });
});

it('stops waiting for a slow reader when that one goes away', async () => {
  outgoing.end('x'.repeat(90_000));
  await new Promise((resolve) => body.once('readable', resolve));
  body.destroy();

  expect(await relayed).toMatchObject({ size: 90_000 });
});

it('fails when the runtime goes away in the middle', async () => {
  body.resume();
  outgoing.write('half');
  await new Promise((resolve) => body.once('data', resolve));
  outgoing.destroy();

  await expect(relayed).rejects.toThrow(/aborted|went away/);
});
