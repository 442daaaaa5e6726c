import { cases, SOURCES, type ConformanceCase } from '../conformance-case';
import { send, type WireAnswer } from '../exchange';
import type { Target } from '../target';

const JSON_TYPE = [['Content-Type', 'application/json']] as const;

/** What a client gets when the handler returns `value`; undefined: nothing. */
export function returned({ urls }: Pick<Target, 'urls'>, value: unknown): Promise<WireAnswer> {
  return send(urls.returns, value === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(value) });
}

/** A case: what is returned, and the body that comes of it, with 200 and application/json. */
const simple =
  (value: unknown, body: string): ConformanceCase['check'] =>
  async (target) => {
    const answer = await returned(target, value);
    expect(answer).toMatchObject({ status: 200, text: body });
    expect(answer.headers['content-type']).toBe('application/json');
  };

/** The chapter "Response, BUFFERED". */
export const responseCases: readonly ConformanceCase[] = [
  ...cases('captured', SOURCES.recorded, {
    'an object without statusCode is 200, its JSON compact': simple(
      { message: 'hello', list: [1, { a: null }] },
      '{"message":"hello","list":[1,{"a":null}]}',
    ),
    'an object with a body and no statusCode is an object like any other': simple(
      { body: 'x', headers: { a: 'b' } },
      '{"body":"x","headers":{"a":"b"}}',
    ),
    'an array is 200, its JSON compact': simple([1, 'two', null], '[1,"two",null]'),
    'a number is 200, its JSON': simple(-1.5, '-1.5'),
    'a boolean is 200, its JSON': simple(false, 'false'),
    'a string is 200 application/json, without quotes': simple('hello', 'hello'),
    'statusCode, headers, cookies and body are taken as given': async (target) => {
      const answer = await returned(target, {
        statusCode: 201,
        headers: { 'Content-Type': 'text/html', 'X-Own': 'value' },
        cookies: ['a=1; Path=/; Secure', 'b=2'],
        body: '<p>',
      });
      expect(answer).toMatchObject({ status: 201, text: '<p>' });
      expect(answer.headers).toMatchObject({ 'content-type': 'text/html', 'x-own': 'value' });
      const cookies = answer.rawHeaders.filter(([name]) => name.toLowerCase() === 'set-cookie');
      expect(cookies.map(([, value]) => value)).toEqual(['a=1; Path=/; Secure', 'b=2']);
    },
    'statusCode is accepted as a string': async (target) => {
      expect(await returned(target, { statusCode: '418', body: 'tea' })).toMatchObject({
        status: 418,
        text: 'tea',
      });
    },
    'a response object without a content type is application/json': async (target) => {
      const answer = await returned(target, { statusCode: 200, body: '<p>' });
      expect(answer.headers['content-type']).toBe('application/json');
    },
    'a body is decoded when it is base64': async (target) => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const answer = await returned(target, {
        statusCode: 200,
        headers: { 'Content-Type': 'image/png' },
        body: bytes.toString('base64'),
        isBase64Encoded: true,
      });
      expect(answer.body.equals(bytes)).toBe(true);
      expect(answer.headers['content-length']).toBe('256');
    },
    'it has Date, Content-Type, a length or chunks, Connection: keep-alive, a request id and a trace id':
      async (target) => {
        const { headers, rawHeaders } = await returned(target, 'x');
        expect(headers).toMatchObject({
          date: expect.stringMatching(/ GMT$/) as string,
          'content-type': 'application/json',
          connection: 'keep-alive',
          'x-amzn-trace-id': expect.stringMatching(/^root=1-[0-9a-f]{8}-[0-9a-f]{24}/i) as string,
        });
        expect(headers['content-length'] ?? headers['transfer-encoding']).toMatch(/^(1|chunked)$/);
        const names = rawHeaders.map(([name]) => name);
        expect(names).toEqual(expect.arrayContaining(['x-amzn-RequestId', 'X-Amzn-Trace-Id']));
      },
  }),
  ...cases('documented', SOURCES.payload, {
    '204 has no body': async (target) => {
      const answer = await returned(target, { statusCode: 204 });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers).not.toHaveProperty('transfer-encoding');
    },
    'a redirect is passed on': async (target) => {
      const answer = await returned(target, { statusCode: 302, headers: { Location: '/there' } });
      expect(answer).toMatchObject({ status: 302, headers: { location: '/there' } });
    },
    'HEAD is answered with headers only': async ({ urls }) => {
      expect(await send(urls.echo, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    },
  }),
  ...cases('documented', 'Lambda Developer Guide, "Define Lambda function handler in Node.js"', {
    'nodejs22.x takes a callback, and answers when the event loop is empty': async ({ urls }) => {
      expect(await send(urls.callsBack)).toMatchObject({ status: 201, text: 'waited' });
    },
  }),
  ...cases('ours', SOURCES.nobody, {
    'null is 200, null': simple(null, 'null'),
    'nothing returned is 200, null': simple(undefined, 'null'),
  }),
];
