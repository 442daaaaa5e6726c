import type { FunctionUrlEvent } from '@furl/http-response';

import { eventOf } from '../test/events';
import { UpstreamError } from './errors';
import type { SendOptions, UpstreamResponse } from './forward';
import type { LogEntry } from './log';
import { proxyRequest, type ProxyDependencies } from './proxy';

const ok: UpstreamResponse = { statusCode: 200, headers: [], body: new Uint8Array() };
const stale = () =>
  Promise.reject(new UpstreamError('connection_terminated', 'gone', { staleConnection: true }));

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
    expect(sent).toEqual([{ timeoutMs: 2_750, maximumBodyBytes: 6 * 1024 * 1024, freshConnection: false }]);
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
    expect(sent.map(({ timeoutMs }) => timeoutMs)).toEqual([2_600]);
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
      { timeoutMs: 1_000, freshConnection: false },
      { timeoutMs: 700, freshConnection: true },
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
    ['get', 1],
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
      {
        level: 'error',
        event: 'proxy_internal_error',
        requestId: '5bbd0e3e-fe7a-4299-9076-32d4de45391b',
        reason: 'Error: no credentials in the environment',
      },
    ]);
  });
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
  const logged: LogEntry[] = [];
  const result = await proxyRequest(event, remainingMs, {
    sign: async (request) => request,
    clock: () => 0,
    log: (entry) => logged.push(entry),
    ...dependencies,
    send: (request, options) => {
      sent.push(options);
      return send(request, options);
    },
  });
  return { result, sent, logged };
}

const answerOk = () => Promise.resolve(ok);
