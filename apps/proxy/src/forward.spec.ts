import net from 'node:net';

import { recordingUpstream, response, type RecordingUpstream } from '../test/recording-upstream';
import type { Upstream } from './config';
import { createSender, type Sender, type SignedRequest, type UpstreamResponse } from './forward';

const request: SignedRequest = {
  method: 'POST',
  path: '/',
  query: '',
  headers: [['host', 'upstream']],
  body: Buffer.from('x'),
};
const options = { timeoutMs: 5_000, maximumBodyBytes: 1_000 };

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
    await sender.send(request, options);
    now += 3_999;
    await sender.send(request, options);
    expect(connections()).toEqual([1, 1]);
  });

  it('takes no connection that idled for too long, such as while the process was frozen', async () => {
    await sender.send(request, options);
    now += 4_000;
    await sender.send(request, options);
    expect(connections()).toEqual([1, 2]);
  });

  it('opens a connection of its own where it is asked to', async () => {
    await sender.send(request, options);
    await sender.send(request, { ...options, freshConnection: true });
    await sender.send(request, options);
    expect(connections()).toEqual([1, 2, 1]);
  });

  it('bounds bodies to the byte', async () => {
    upstream.answer(response('200 OK', [], 'x'.repeat(1_000)), response('200 OK', [], 'x'.repeat(1_001)));
    expect((await sender.send(request, options)).body.byteLength).toBe(1_000);
    await expect(sender.send(request, options)).rejects.toMatchObject({ code: 'http_response_body_size' });
  });

  it('gives header fields as they came: in order, repeated, in their own case', async () => {
    const fields = [
      ['X-B', '1'],
      ['x-a', 'caf\u00e9'],
      ['X-B', '2'],
    ] as const;
    upstream.answer(response('200 OK', fields, ''));
    const { headers } = await sender.send(request, options);
    expect(headers.slice(0, 3)).toEqual(fields);
  });

  it('says whether a connection had gone stale or was refused from the start', async () => {
    upstream.answer((socket) => socket.resetAndDestroy());
    await expect(sender.send(request, options)).rejects.toMatchObject({ staleConnection: false });

    upstream.answer(response('200 OK', [], ''), (socket) => socket.resetAndDestroy());
    await sender.send(request, options);
    await expect(sender.send(request, options)).rejects.toMatchObject({ staleConnection: true });
  });

  it('ends its connections when it is closed', async () => {
    await sender.send(request, options);
    sender.close();
    await sender.send(request, options);
    expect(connections()).toEqual([1, 2]);
  });

  const connections = () => upstream.requests.map(({ connection }) => connection);
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

async function sendTo(upstream: Upstream, toSend: SignedRequest): Promise<UpstreamResponse> {
  const sender = createSender(upstream);
  try {
    return await sender.send(toSend, options);
  } finally {
    sender.close();
  }
}

async function withServer(
  connected: (socket: net.Socket) => void,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    connected(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as net.AddressInfo).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function loopback(port: number): Upstream {
  return { protocol: 'http:', hostname: '127.0.0.1', port: String(port), host: `127.0.0.1:${port}` };
}
