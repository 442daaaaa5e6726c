import type http from 'node:http';

import { urlOf, type FunctionSpec } from './assembly';
import { ask, open } from './client';
import { furlDev, type FurlDev } from './furl-dev';

const proxyTo = (
  upstream: object,
  invokeMode: FunctionSpec['invokeMode'] = 'RESPONSE_STREAM',
): FunctionSpec => ({
  code: 'proxy',
  handler: 'index.handler',
  invokeMode,
  timeout: 60,
  environment: { LAMBDA_SERVER_URL: upstream, PROXY_INVOKE_MODE: invokeMode },
});

/** A function behind a URL for IAM callers, of whom there is one. */
const upstreamFor = (onlyFor: string, handler: string): FunctionSpec => ({
  code: 'fixtures',
  handler,
  invokeMode: 'RESPONSE_STREAM',
  timeout: 60,
  onlyFor,
});

let dev: FurlDev;
beforeAll(async () => {
  dev = await furlDev({
    tickProxy: proxyTo(urlOf('ticks')),
    ticks: upstreamFor('tickProxy', 'ticks.handler'),
    pourProxy: proxyTo(urlOf('pours')),
    pours: upstreamFor('pourProxy', 'pours.handler'),
    slowProxy: proxyTo(urlOf('slow')),
    slow: upstreamFor('slowProxy', 'pours.handler'),
  });
});
afterAll(() => dev.stop());

it('hands each event on before the upstream function sends the next', async () => {
  await ask(dev.urlOf('tickProxy'), { query: '1' });
  const { incoming, arrivals } = await events(await open(dev.urlOf('tickProxy'), { query: '10' }));

  expect(incoming).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/event-stream' } });
  expect(arrivals).toHaveLength(10);
  arrivals.forEach(({ arrived }, index) => {
    expect(arrived).toBeLessThan(arrivals[index + 1]?.sent ?? Infinity);
  });
});

it('streams a hundred megabytes in memory that does not grow with them', async () => {
  await ask(dev.urlOf('pourProxy'), { query: '0' });
  const idle = await peakMegabytes(1);
  const { status, body, isBrokenOff } = await ask(dev.urlOf('pourProxy'), { query: '100' });

  expect([status, isBrokenOff, body.length]).toEqual([200, false, 100 * 1024 * 1024]);
  expect((await peakMegabytes(2)) - idle).toBeLessThanOrEqual(30);
});

it('makes the upstream function wait for a client that does not read', async () => {
  const before = dev.log('slow').filter((line) => line.startsWith('REPORT')).length;
  const incoming = await open(dev.urlOf('slowProxy'), { query: '50' });
  incoming.once('data', () => incoming.pause());
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(dev.log('slow').filter((line) => line.startsWith('REPORT'))).toHaveLength(before);

  let length = 0;
  incoming.on('data', (chunk: Buffer) => (length += chunk.length)).resume();
  await new Promise((resolve) => incoming.once('end', resolve));
  expect(length).toBeGreaterThan(49 * 1024 * 1024);
});

interface Arrival {
  /** Milliseconds since 1970: when the function sent the event, and when the client had it. */
  readonly sent: number;
  readonly arrived: number;
}

async function events(
  incoming: http.IncomingMessage,
): Promise<{ incoming: http.IncomingMessage; arrivals: Arrival[] }> {
  const arrivals: Arrival[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    const arrived = Date.now();
    for (const [, sent] of chunk.toString().matchAll(/data: (\d+)\n\n/g))
      arrivals.push({ sent: Number(sent), arrived });
  }
  return { incoming, arrivals };
}

/** What the proxy's sandbox has taken at most, once that many invocations have been reported. */
async function peakMegabytes(reports: number): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const peaks = dev.log('pourProxy').flatMap((line) => /Max Memory Used: (\d+) MB/.exec(line)?.[1] ?? []);
    if (peaks.length >= reports) return Math.max(...peaks.map(Number));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the platform reported too few invocations');
}
