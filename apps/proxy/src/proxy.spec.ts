import type { FunctionUrlEvent } from '@furl/http-response';

import { eventOf } from '../test/events';
import { UpstreamError } from './errors';
import type { SendOptions, UpstreamResponse } from './exchange';
import type { RequestRecord } from './log';
import { proxyRequest, type ProxyDependencies, type RequestSettings } from './proxy';
import { bufferedReply } from './reply';

const ok: UpstreamResponse = {
  statusCode: 200,
  headers: [],
  body: { read: () => Promise.resolve(0), discard: () => undefined },
};
const stale = () =>
  Promise.reject(new UpstreamError('connection_terminated', 'gone', { reached: 'silence' }));

describe('proxyRequest', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['an empty object, as of a test in the console', {}],
    ['an event of another source', { Records: [{ eventSource: 'aws:sqs' }] }],
    ['headers that are none', { ...eventOf(), headers: null }],
    ['a path that is none', { ...eventOf(), rawPath: ['/'] }],
  ])('answers 400 to an invocation with %s', async (_, event) => {
    const { result } = await run({ event: event as unknown as FunctionUrlEvent });
    expect(result).toMatchObject({
      statusCode: 400,
      body: expect.stringContaining('through its URL') as string,
    });
  });

  it('gives the upstream the time that is left without the margin', async () => {
    const { sent } = await run({ remainingMs: 3_000, marginMs: 250 });
    expect(sent).toEqual([
      {
        connectMs: 1_000,
        firstByteMs: 2_750,
        totalMs: 2_750,
        maximumBodyBytes: 6 * 1024 * 1024,
        freshConnection: false,
      },
    ]);
  });

  it.each([
    [30_000, { connectMs: 1_000, firstByteMs: 2_000, totalMs: 29_500 }],
    [2_000, { connectMs: 1_000, firstByteMs: 1_500, totalMs: 1_500 }],
    [900, { connectMs: 400, firstByteMs: 400, totalMs: 400 }],
  ])('never waits longer than there is time: %d ms', async (remainingMs, expected) => {
    const { sent } = await run({ remainingMs, settings: { ...settings, firstByteTimeoutMs: 2_000 } });
    expect(sent).toEqual([expect.objectContaining(expected)]);
  });

  it('counts the time that signing takes', async () => {
    let now = 1_000;
    const { sent } = await run({
      remainingMs: 3_000,
      marginMs: 0,
      clock: () => now,
      sign: async (request) => {
        now += 400;
        return request;
      },
    });
    expect(sent.map(({ totalMs }) => totalMs)).toEqual([2_600]);
  });

  it('gives a second attempt what the first has left, a signature and a connection of its own', async () => {
    let now = 0;
    let signatures = 0;
    const { result, sent } = await run({
      remainingMs: 1_000,
      marginMs: 0,
      clock: () => now,
      sign: async (request) => ({ ...request, headers: [['authorization', String(++signatures)]] }),
      send: () => {
        now += 300;
        return signatures === 1 ? stale() : Promise.resolve(ok);
      },
    });
    expect(result.statusCode).toBe(200);
    expect(signatures).toBe(2);
    expect(sent).toMatchObject([
      { totalMs: 1_000, freshConnection: false },
      { totalMs: 700, freshConnection: true },
    ]);
  });

  it.each([
    ['GET', 2],
    ['HEAD', 2],
    ['OPTIONS', 2],
    ['TRACE', 2],
    ['PUT', 2],
    ['DELETE', 2],
    ['POST', 1],
    ['PATCH', 1],
    ['get', 2],
    ['MKCOL', 1],
  ])('sends %s at most %d times', async (method, times) => {
    const { result, sent } = await run({ event: eventOf({ method }), send: stale });
    expect(result.statusCode).toBe(502);
    expect(sent).toHaveLength(times);
  });

  it('answers 500, and says why in the log only, when it cannot sign', async () => {
    const sign = () => Promise.reject(new Error('no credentials in the environment'));
    const { result, sent, logged } = await run({ sign });
    expect(result).toMatchObject({
      statusCode: 500,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(result.body).not.toContain('credentials');
    expect(sent).toEqual([]);
    expect(logged).toEqual([
      expect.objectContaining({
        error: 'proxy_internal_error',
        status: 500,
        attempts: 0,
        requestId: '5bbd0e3e-fe7a-4299-9076-32d4de45391b',
        reason: { reason: 'Error: no credentials in the environment' },
      }),
    ]);
  });

  it.each(['connection_refused', 'connection_terminated', 'connection_timeout', 'dns_timeout'] as const)(
    'sends a request again that never left, whatever its method: %s',
    async (code) => {
      const send = () => Promise.reject(new UpstreamError(code, 'no', { reached: 'nothing' }));
      const { sent, logged } = await run({ event: eventOf({ method: 'POST', body: 'x' }), send });
      expect(sent).toHaveLength(2);
      expect(logged).toEqual([expect.objectContaining({ attempts: 2, error: code, isUpstreamError: true })]);
    },
  );

  it.each(['dns_error', 'tls_certificate_error', 'connection_limit_reached'] as const)(
    'does not try again what will be no different: %s',
    async (code) => {
      const send = () => Promise.reject(new UpstreamError(code, 'no', { reached: 'nothing' }));
      expect((await run({ send })).sent).toHaveLength(1);
    },
  );

  it('answers 503, and when to come again, when it has no room for another connection', async () => {
    const send = () =>
      Promise.reject(new UpstreamError('connection_limit_reached', 'no', { reached: 'nothing' }));
    const { result } = await run({ send });
    expect(result).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '1', 'proxy-status': 'furl-proxy; error=connection_limit_reached' },
    });
  });

  it.each([199, 600, 999])(
    'takes the status %d, which the platform does not, for no HTTP',
    async (statusCode) => {
      const { result } = await run({ send: () => Promise.resolve({ ...ok, statusCode }) });
      expect(result.statusCode).toBe(502);
    },
  );
});

interface Run extends Partial<ProxyDependencies> {
  readonly event?: FunctionUrlEvent;
  readonly remainingMs?: number;
}

/** Runs one request in a world of which a test says what it cares for. */
async function run(world: Run) {
  const { event, remainingMs, send, ...dependencies } = {
    event: eventOf(),
    remainingMs: 3_000,
    send: answerOk,
    ...world,
  };
  const sent: SendOptions[] = [];
  const logged: RequestRecord[] = [];
  const result = await proxyRequest(event, remainingMs, bufferedReply, {
    settings,
    sign: async (request) => request,
    clock: () => 0,
    log: (record) => logged.push(record),
    traceId: () => undefined,
    ...dependencies,
    send: (request, options) => {
      sent.push(options);
      return send(request, options);
    },
  });
  return { result, sent, logged };
}

const settings: RequestSettings = {
  allowedMethods: undefined,
  allowedPathPrefixes: undefined,
  handsOnAuthorization: false,
  maximumRequestBytes: 6 * 1024 * 1024,
  healthPath: undefined,
  connectTimeoutMs: 1_000,
  firstByteTimeoutMs: undefined,
};

const answerOk = () => Promise.resolve(ok);
