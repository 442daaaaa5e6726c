import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { begin, send } from '../exchange';
import { expectBadGateway } from './errors';
import { beginWork, whenFree } from './single';

const JSON_TYPE = [['Content-Type', 'application/json']] as const;
const prelude = (value: object) => ({ headers: JSON_TYPE, body: JSON.stringify(value) });

/** The chapter "Streaming (InvokeMode RESPONSE_STREAM)". */
export const streamingCases: readonly ConformanceCase[] = [
  ...cases('captured', SOURCES.recorded, {
    'a returned {statusCode, body} is not interpreted: 200, its JSON': async ({ urls }) => {
      const response = { statusCode: 418, body: 'tea' };
      const answer = await send(urls.returnsOnStream, prelude(response));
      expect(answer).toMatchObject({ status: 200, text: JSON.stringify(response) });
    },
  }),
  ...cases('documented', SOURCES.streaming, {
    'status, headers and cookies come from the prelude': async ({ urls }) => {
      const answer = await send(urls.stream, {
        target: '/writes?body',
        ...prelude({
          statusCode: 418,
          headers: { 'Content-Type': 'text/plain', 'X-Own': 'value' },
          cookies: ['a=1', 'b=2; Path=/'],
        }),
      });
      expect(answer).toMatchObject({ status: 418, text: 'body', isWhole: true });
      expect(answer.headers).toMatchObject({ 'content-type': 'text/plain', 'x-own': 'value' });
      const cookies = answer.rawHeaders.filter(([name]) => name.toLowerCase() === 'set-cookie');
      expect(cookies.map(([, value]) => value)).toEqual(['a=1', 'b=2; Path=/']);
    },
    'without a prelude it is 200, application/octet-stream, chunked': async ({ urls }) => {
      const answer = await send(urls.stream, { target: '/plain' });
      expect(answer).toMatchObject({ status: 200, isWhole: true });
      expect([...answer.body]).toEqual([0, 255, 128, 10]);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'transfer-encoding': 'chunked',
      });
    },
    'without a prelude the content type is what setContentType() said': async ({ urls }) => {
      const answer = await send(urls.stream, { target: '/typed' });
      expect(answer.headers['content-type']).toBe('text/css');
    },
    'chunks arrive one by one': async ({ urls }) => {
      const { begun, answer } = begin(urls.stream, { target: '/drips' });
      await begun;
      const { text, arrivals } = await answer;
      expect(text).toBe('first,second');
      expect(arrivals[0]).toBeLessThanOrEqual('first,'.length);
    },
    'what comes after the first 6 MB comes at 2 MB/s': async ({ urls }) => {
      const start = performance.now();
      const { body } = await send(urls.stream, { target: '/pours?7' });
      expect(body).toHaveLength(7 * 1024 * 1024);
      // Nothing makes it faster than the rate allows: half a second, less what a bucket may hold.
      expect(performance.now() - start).toBeGreaterThan(350);
    },
    'a client that goes away does not stop the function': async ({ urls }) => {
      const mark = `left-${Date.now()}`;
      (await beginWork(urls.single, mark)).leave();
      // It has room for one: whoever gets in comes after the end of that work.
      expect((await whenFree(urls.single)).json()).toContain(mark);
    },
  }),
  ...cases('reported', SOURCES.ric97, {
    'end("x") without a write sends no prelude: 502': async ({ urls }) => {
      expectBadGateway(await send(urls.stream, { target: '/ends-with-a-word' }));
    },
  }),
  ...cases('reported', SOURCES.ric95, {
    'end() alone is 200 with no headers of the prelude': async ({ urls }) => {
      const answer = await send(urls.stream, {
        target: '/ends-alone',
        ...prelude({ statusCode: 404, headers: { 'X-Own': 'value' } }),
      });
      expect(answer).toMatchObject({ status: 200, text: '' });
      expect(answer.headers).not.toHaveProperty('x-own');
    },
    'a redirect that is written to, with nothing, before its end is passed on': async ({ urls }) => {
      const answer = await send(urls.stream, {
        target: '/writes?',
        ...prelude({ statusCode: 302, headers: { Location: '/there' } }),
      });
      expect(answer).toMatchObject({ status: 302, text: '', headers: { location: '/there' } });
    },
    '204 that is written to, with nothing, before its end is passed on': async ({ urls }) => {
      const answer = await send(urls.stream, { target: '/writes?', ...prelude({ statusCode: 204 }) });
      expect(answer).toMatchObject({ status: 204, text: '' });
    },
    'HEAD is answered with the headers only': async ({ urls }) => {
      const answer = await send(urls.stream, { method: 'HEAD', target: '/writes?body' });
      expect(answer).toMatchObject({ status: 200, text: '' });
    },
  }),
  ...cases('ours', SOURCES.nobody, {
    'a failure before the first byte is 502': async ({ urls }) => {
      expectBadGateway(await send(urls.stream, { target: '/throws-first' }));
    },
    'a function that throws in mid-stream has the connection cut': async ({ urls }) => {
      const answer = await send(urls.stream, { target: '/throws-later' });
      expect(answer).toMatchObject({ status: 200, text: 'so far so good', isWhole: false });
    },
    'a function that exits in mid-stream has the connection cut': async ({ urls }) => {
      const answer = await send(urls.stream, { target: '/exits-later' });
      expect(answer).toMatchObject({ status: 200, text: 'so far so good', isWhole: false });
    },
    'a function that never ends its stream has the connection cut at its time-out': async ({ urls }) => {
      const answer = await send(urls.streamFails, { target: '/never-ends' });
      expect(answer).toMatchObject({ status: 200, text: 'so far so good', isWhole: false });
    },
    'a prelude without a content type is application/octet-stream': async ({ urls }) => {
      const answer = await send(urls.stream, { target: '/writes?body', ...prelude({ statusCode: 200 }) });
      expect(answer.headers['content-type']).toBe('application/octet-stream');
    },
  }),
];
