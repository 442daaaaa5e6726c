import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KEYRING, REGION, SERVICE, TEMPORARY } from '../test/fixtures';
import { signedFetch, verify, type HeaderPairs, type SignedFetchOptions, type Verification } from './index';

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
  readonly verification: Verification<string>;
}

let server: Server;
let url: string;
let received: Received[];
/** How the server's clock differs from this machine's, in ms. */
let ahead: number;
let answer: (got: Received, response: ServerResponse) => void;

beforeEach(async () => {
  received = [];
  ahead = 0;
  answer = ({ verification }, response) => response.writeHead(verification.ok ? 200 : 403).end();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers: HeaderPairs = request.rawHeaders.flatMap((name, index, all): [string, string][] =>
      index % 2 === 0 ? [[name, all[index + 1] ?? '']] : [],
    );
    const now = new Date(Date.now() + ahead);
    const verification = verify(
      { method: request.method ?? '', target: request.url ?? '', headers, body },
      (id) => KEYRING.get(id),
      { region: REGION, service: SERVICE, clock: () => now },
    );
    const got = { request, body: body.toString(), verification };
    received.push(got);
    response.setHeader('date', now.toUTCString());
    answer(got, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function client(options: Partial<SignedFetchOptions> = {}): typeof fetch {
  return signedFetch({ credentials: TEMPORARY, region: REGION, service: SERVICE, ...options });
}

describe('a signing fetch', () => {
  const requests: [what: string, path: string, init: RequestInit | undefined, body: string][] = [
    ['a GET', '/', undefined, ''],
    ['a path and a query of all kinds', "/a b/%2F/é/@?b=+&a=%2B&a&c='é%ff#fragment", undefined, ''],
    ['text', '/', { method: 'POST', body: 'héllo' }, 'héllo'],
    ['bytes', '/', { method: 'PUT', body: new Uint8Array([104, 105]) }, 'hi'],
    ['form parameters', '/', { method: 'POST', body: new URLSearchParams({ a: 'b c' }) }, 'a=b+c'],
    ['a blob', '/', { method: 'PATCH', body: new Blob(['hi'], { type: 'text/x' }) }, 'hi'],
    ['an empty body', '/', { method: 'DELETE', body: '' }, ''],
    [
      'headers of its own',
      '/',
      { headers: { Accept: 'a/b', 'X-Amz-Target': 'c', Authorization: 'Bearer d' } },
      '',
    ],
  ];

  it.each(requests)('is accepted with %s', async (_, path, init, body) => {
    const response = await client()(url + path, init);

    expect(response.status).toBe(200);
    expect(received).toMatchObject([{ verification: { ok: true, principal: 'temporary' }, body }]);
  });

  it('takes a Request, and form data', async () => {
    const body = new FormData();
    body.set('a', 'b');

    const response = await client()(new Request(url, { method: 'POST', body }));

    expect(response.status).toBe(200);
    expect(received[0]?.body).toContain('name="a"');
  });

  it('sends a stream whose hash is told', async () => {
    const payloadHash = '8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4';
    const response = await client({ payloadHash })(url, {
      method: 'POST',
      body: new Blob(['hi']).stream(),
      duplex: 'half',
    } as RequestInit);

    expect(response.status).toBe(200);
    expect(received).toMatchObject([{ body: 'hi' }]);
  });

  it('refuses a stream whose hash is not told', async () => {
    const sent = client()(url, {
      method: 'POST',
      body: new Blob(['hi']).stream(),
      duplex: 'half',
    } as RequestInit);

    await expect(sent).rejects.toMatchObject({
      code: 'InvalidRequest',
      message: expect.stringContaining('payloadHash'),
    });
    expect(received).toEqual([]);
  });

  it('hands a redirect back, so that nobody else gets the session token', async () => {
    answer = (_, response) => response.writeHead(302, { location: `${url}/elsewhere` }).end();

    const response = await client()(url, { redirect: 'follow' });

    expect(response.status).toBe(302);
    expect(received).toHaveLength(1);
  });
});

describe('a clock that is off', () => {
  it.each([-3_600_000, -241_000, 301_000, 86_400_000])(
    'by %d ms is corrected by the first 403, for good',
    async (difference) => {
      ahead = difference;
      // Within AWS's tolerance a 403 may have another reason: the server is asked once more, and no more than that.
      const within = Math.abs(difference) < 300_000;
      if (within) answer = (_, response) => response.writeHead(received.length === 1 ? 403 : 200).end();
      const fetchSigned = client();

      const first = await fetchSigned(url, { method: 'POST', body: 'once more' });
      const second = await fetchSigned(url);

      expect([first.status, second.status]).toEqual([200, 200]);
      expect(received.map(({ body }) => body)).toEqual(['once more', 'once more', '']);
      expect(received[1]?.verification).toMatchObject({ ok: true });
    },
  );

  it('is left alone when it is right: a 403 is handed back at once', async () => {
    answer = (_, response) => response.writeHead(403).end('no');

    const response = await client()(url);

    expect([response.status, await response.text()]).toEqual([403, 'no']);
    expect(received).toHaveLength(1);
  });

  it('is corrected once and not for ever when the server keeps saying 403', async () => {
    ahead = 3_600_000;
    answer = (_, response) => response.writeHead(403).end();
    const fetchSigned = client();

    const responses = [await fetchSigned(url), await fetchSigned(url)];

    expect(responses.map(({ status }) => status)).toEqual([403, 403]);
    expect(received).toHaveLength(3);
  });

  it('is corrected for the next request when a stream cannot be sent again', async () => {
    ahead = 3_600_000;
    const payloadHash = '8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4';
    const fetchSigned = client({ payloadHash });
    const send = () =>
      fetchSigned(url, { method: 'POST', body: new Blob(['hi']).stream(), duplex: 'half' } as RequestInit);

    expect([(await send()).status, (await send()).status]).toEqual([403, 200]);
  });
});
