import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { send, type WireAnswer } from '../exchange';
import { returned } from './responses';
import { beginWork } from './single';

const UNKNOWN_ID = 'furlconformance0unknownurl0id000';

/** 502, in plain text, and nothing of the reason. */
export function expectBadGateway(answer: WireAnswer): void {
  expect(answer).toMatchObject({ status: 502, text: 'Internal Server Error' });
  expect(answer.headers['content-type'] ?? 'text/plain').toMatch(/^text\/plain/);
}

function expectThrottled(answer: WireAnswer): void {
  expect(answer).toMatchObject({
    status: 429,
    text: '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
  });
  expect(answer.headers['x-amzn-errortype']).toBe('TooManyRequestsException');
}

/** The chapter "Errors", but for what is refused to the caller. */
export const errorCases: readonly ConformanceCase[] = [
  ...cases('captured', SOURCES.recorded, {
    'a handler that throws is 502, Internal Server Error in plain text': async ({ urls }) => {
      expectBadGateway(await send(urls.fails, { target: '/throws' }));
    },
    'an unknown url-id is 403, {"Message":null}': async ({ urls }) => {
      const { host } = new URL(urls.echo);
      const [id = ''] = host.split('.');
      const answer = await send(urls.echo.replace(id, UNKNOWN_ID));
      expect(answer).toMatchObject({ status: 403, text: '{"Message":null}' });
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json',
        'x-amzn-errortype': 'AccessDeniedException',
      });
    },
  }),
  ...cases('documented', 'Lambda Developer Guide, "Define Lambda function handler in Node.js"', {
    'a handler with a callback is 502 on nodejs24.x': async ({ urls }) => {
      expectBadGateway(await send(urls.callsBackOnNodejs24));
    },
  }),
  ...cases('reported', SOURCES.users, {
    'a handler that exits is 502': async ({ urls }) => {
      expectBadGateway(await send(urls.fails, { target: '/exits' }));
    },
    'a handler that times out is 502, not 504': async ({ urls }) => {
      expectBadGateway(await send(urls.fails, { target: '/hangs' }));
    },
    'a malformed response is 502': async ({ urls }) => {
      expectBadGateway(await send(urls.fails, { target: '/malformed' }));
    },
    'the function serves again after it has exited': async ({ urls }) => {
      await send(urls.fails, { target: '/exits' });
      expect(await send(urls.fails, { target: '/serves' })).toMatchObject({ status: 200, text: 'null' });
    },
  }),
  ...cases('documented', SOURCES.quotas, {
    'a request over 6 MB is 413, RequestTooLargeException': async ({ urls }) => {
      const answer = await send(urls.echo, { body: Buffer.alloc(6 * 1024 * 1024 + 1, 'x') });
      expect(answer.status).toBe(413);
      expect(answer.headers['x-amzn-errortype']).toBe('RequestTooLargeException');
    },
    'a buffered response over 6 MB is 502': async ({ urls }) => {
      expectBadGateway(await send(urls.returnsLarge, { target: `/?${6 * 1024 * 1024 + 2048}` }));
    },
    'a buffered response of 5 MB is passed on': async ({ urls }) => {
      const answer = await send(urls.returnsLarge, { target: `/?${5 * 1024 * 1024}` });
      expect(answer.status).toBe(200);
      expect(answer.body).toHaveLength(5 * 1024 * 1024);
    },
  }),
  ...cases('ours', SOURCES.nobody, {
    'a body that is no string is 502': async (target) => {
      expectBadGateway(await returned(target, { statusCode: 200, body: { a: 1 } }));
    },
  }),
  // Documented for Invoke; that a function URL says the same is a guess.
  ...cases('ours', 'Lambda API Reference, "Invoke", TooManyRequestsException', {
    'a reserved concurrency of 0 is 429': async ({ urls }) => {
      expectThrottled(await send(urls.closed));
    },
    'a request over the reserved concurrency is 429': async ({ urls }) => {
      const first = await beginWork(urls.single, 'over-its-concurrency');
      expectThrottled(await send(urls.single, { target: '/done' }));
      expect(await first.answer).toMatchObject({ status: 200, text: 'begundone' });
    },
  }),
];
