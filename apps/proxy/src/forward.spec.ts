import net from 'node:net';
import { Worker } from 'node:worker_threads';

import { recordingUpstream, response, type RecordingUpstream } from '../test/recording-upstream';
import type { SendOptions, UpstreamResponse } from './exchange';
import { createSender, type Sender, type SignedRequest } from './forward';
import type { Upstream } from './upstream-url';

const request: SignedRequest = {
  method: 'POST',
  path: '/',
  query: '',
  headers: [['host', 'upstream']],
  body: Buffer.from('x'),
};
const options: SendOptions = {
  connectMs: 5_000,
  firstByteMs: 5_000,
  totalMs: 5_000,
  maximumBodyBytes: 1_000,
};

describe('a sender', () => {
  let upstream: RecordingUpstream;
  let sender: Sender;
  let now = 0;

  beforeEach(async () => {
    upstream = await recordingUpstream();
    sender = createSender(loopback(upstream.port), { idleMs: 4_000, clock: () => now });
  });

  afterEach(async () => {
    sender.close();
    await upstream.close();
  });

  it('keeps its connection between two requests', async () => {
    await whole(sender.send(request, options));
    now += 3_999;
    await whole(sender.send(request, options));
    expect(connections()).toEqual([1, 1]);
  });

  it('takes no connection that idled for too long, such as while the process was frozen', async () => {
    await whole(sender.send(request, options));
    now += 4_000;
    await whole(sender.send(request, options));
    expect(connections()).toEqual([1, 2]);
  });

  it('opens a connection of its own where it is asked to', async () => {
    await whole(sender.send(request, options));
    await whole(sender.send(request, { ...options, freshConnection: true }));
    await whole(sender.send(request, options));
    expect(connections()).toEqual([1, 2, 1]);
  });

  it('bounds bodies to the byte', async () => {
    upstream.answer(response('200 OK', [], 'x'.repeat(1_000)), response('200 OK', [], 'x'.repeat(1_001)));
    expect((await whole(sender.send(request, options))).body.byteLength).toBe(1_000);
    await expect(whole(sender.send(request, options))).rejects.toMatchObject({
      code: 'http_response_body_size',
    });
  });

  it('gives header fields as they came: in order, repeated, in their own case', async () => {
    const fields = [
      ['X-B', '1'],
      ['x-a', 'caf\u00e9'],
      ['X-B', '2'],
    ] as const;
    upstream.answer(response('200 OK', fields, ''));
    const { headers } = await whole(sender.send(request, options));
    expect(headers.slice(0, 3)).toEqual(fields);
  });

  it('says how far a request got', async () => {
    const reached = async () => {
      try {
        await whole(sender.send(request, options));
      } catch (error) {
        return (error as { reached: string }).reached;
      }
      return 'answered';
    };
    upstream.answer((socket) => socket.resetAndDestroy());
    expect(await reached()).toBe('silence');
    upstream.answer((socket) => socket.end('HTTP/1.1 200 OK\r\nX: '));
    expect(await reached()).toBe('upstream');
    upstream.answer((socket) => socket.end('garbage'));
    expect(await reached()).toBe('upstream');
    await upstream.close();
    expect(await reached()).toBe('nothing');
  });

  it('does not give a second answer on one connection to the next request', async () => {
    const first = response('200 OK', [], 'first');
    upstream.answer(
      Buffer.concat([first, response('200 OK', [], 'poison')]),
      response('200 OK', [], 'second'),
    );
    const send = async () =>
      Buffer.from((await whole(sender.send({ ...request, method: 'GET' }, options))).body);
    expect((await send()).toString()).toBe('first');
    expect((await send()).toString()).toBe('second');
  });

  it('waits for whoever takes a body, and goes on afterwards', async () => {
    upstream.answer(response('200 OK', [], 'x'.repeat(1_000)));
    const { body } = await sender.send(request, options);
    let isWaiting = false;
    const length = await body.read(() => {
      expect(isWaiting).toBe(false);
      isWaiting = true;
      return new Promise((resolve) => setTimeout(() => resolve(void (isWaiting = false)), 5));
    });
    expect(length).toBe(1_000);
  });

  it('ends the connection of a body that nobody wants to the end', async () => {
    upstream.answer(response('200 OK', [], 'x'.repeat(1_000)), response('200 OK', [], ''));
    (await sender.send(request, options)).body.discard();
    await whole(sender.send(request, options));
    expect(connections()).toEqual([1, 2]);
  });

  it.each([
    ['firstByteMs', 'HTTP/1.1 200', 'did not answer within 50 ms'],
    ['totalMs', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx', 'did not answer within 50 ms'],
  ])('gives up after %s', async (limit, bytes, message) => {
    upstream.answer(bytes);
    const failed = whole(sender.send(request, { ...options, [limit]: 50 }));
    await expect(failed).rejects.toMatchObject({ code: 'http_response_timeout' });
    await expect(failed).rejects.toThrow(message);
  });

  it('lets an answer that has begun take longer than firstByteMs', async () => {
    upstream.answer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx');
      setTimeout(() => socket.write('y'), 1_200);
    });
    const { body } = await whole(sender.send(request, { ...options, firstByteMs: 1_000 }));
    expect(Buffer.from(body).toString()).toBe('xy');
  });

  it('ends its connections when it is closed', async () => {
    await whole(sender.send(request, options));
    sender.close();
    await whole(sender.send(request, options));
    expect(connections()).toEqual([1, 2]);
  });

  const connections = () => upstream.requests.map(({ connection }) => connection);
});

describe('an upstream that closes a connection while the process is frozen', () => {
  // In a thread of its own, it goes on while this one stands still.
  const code = `
    const { parentPort } = require('node:worker_threads');
    let connections = 0;
    const server = require('node:net').createServer((socket) => {
      const connection = String(++connections);
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n' + connection);
        if (connection === '1') setTimeout(() => socket.end(), 50);
      });
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
  `;

  it('does not cost a request that may be sent once only', async () => {
    const worker = new Worker(code, { eval: true });
    const port = await new Promise<number>((resolve) => worker.once('message', resolve));
    const sender = createSender(loopback(port));
    try {
      const first = await whole(sender.send(request, options));
      await new Promise((resolve) => setImmediate(resolve));
      // The end of the connection comes, and there is no turn of the event loop to hear of it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      const second = await whole(sender.send(request, options));
      expect([first, second].map(({ body }) => Buffer.from(body).toString())).toEqual(['1', '2']);
    } finally {
      sender.close();
      await worker.terminate();
    }
  });
});

describe('an upstream of its own ways', () => {
  it('is heard when it answers before the whole request has come', async () => {
    const answer = 'HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n';
    await withServer(
      (socket) => socket.once('data', () => socket.write(answer)).resume(),
      async (port) => {
        const body = Buffer.alloc(5_000_000);
        expect((await sendTo(loopback(port), { ...request, body })).statusCode).toBe(413);
      },
    );
  });

  it('is told apart when no connection to it comes about in time', async () => {
    await withServer(
      // Takes the connection and never says a word of TLS.
      () => undefined,
      async (port) => {
        const failed = sendTo({ ...loopback(port), protocol: 'https:' }, request, {
          ...options,
          connectMs: 50,
        });
        await expect(failed).rejects.toMatchObject({
          code: 'connection_timeout',
          statusCode: 504,
          reached: 'nothing',
        });
      },
    );
  });

  it('is told apart when it does not speak TLS', async () => {
    await withServer(
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      async (port) => {
        const failed = sendTo({ ...loopback(port), protocol: 'https:' }, request);
        await expect(failed).rejects.toMatchObject({ code: 'tls_protocol_error', statusCode: 502 });
      },
    );
  });
});

type WholeResponse = Pick<UpstreamResponse, 'statusCode' | 'headers'> & { readonly body: Uint8Array };

async function whole(sent: Promise<UpstreamResponse>): Promise<WholeResponse> {
  const { statusCode, headers, body } = await sent;
  const chunks: Uint8Array[] = [];
  await body.read((chunk) => void chunks.push(chunk));
  return { statusCode, headers, body: Buffer.concat(chunks) };
}

async function sendTo(
  upstream: Upstream,
  toSend: SignedRequest,
  bounds: SendOptions = options,
): Promise<WholeResponse> {
  const sender = createSender(upstream);
  try {
    return await whole(sender.send(toSend, bounds));
  } finally {
    sender.close();
  }
}

async function withServer(
  connected: (socket: net.Socket) => void,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    connected(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as net.AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

function loopback(port: number): Upstream {
  return { protocol: 'http:', hostname: '127.0.0.1', port: String(port), host: `127.0.0.1:${port}` };
}
