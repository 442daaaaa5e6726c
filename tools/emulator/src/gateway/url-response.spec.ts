import fc from 'fast-check';
import { MalformedResponse } from './response-parts';
import { bufferedResponse } from './url-response';

const returned = (value: unknown) => bufferedResponse(JSON.stringify(value));

it('leaves the headers of the connection to the front door, and those of the function as they are', () => {
  const { headers } = returned({
    statusCode: 200,
    headers: {
      'content-type': 'text/css',
      'Content-Length': '999',
      Connection: 'close',
      'Transfer-Encoding': 'chunked',
      Date: 'never',
      'X-Amzn-RequestId': 'forged',
      'X-Number': 5,
    },
    cookies: ['a=1', 'b=2'],
  });

  expect(headers).toEqual([
    ['content-type', 'text/css'],
    ['X-Number', '5'],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ]);
});

it.each<[what: string, value: unknown, message: RegExp]>([
  ['a status of another kind', { statusCode: 'abc' }, /^statusCode is "abc"; it must be/],
  ['a status below 200', { statusCode: 101 }, /^statusCode is 101/],
  ['a status with a fraction', { statusCode: 200.5 }, /^statusCode is 200\.5/],
  ['a status of null', { statusCode: null }, /^statusCode is null/],
  ['headers in an array', { statusCode: 200, headers: [] }, /^headers is \[\]/],
  ['a header of two values', { statusCode: 200, headers: { a: ['b'] } }, /^headers\.a is \["b"\]/],
  ['a header name with a space', { statusCode: 200, headers: { 'a b': 'c' } }, /^"a b" is not a header name/],
  ['a line break in a header', { statusCode: 200, headers: { a: 'b\nc' } }, /control character/],
  ['a line break in a cookie', { statusCode: 200, cookies: ['a\r\nb'] }, /cookies\[0\] has a control/],
  ['cookies that are no list', { statusCode: 200, cookies: 'a=1' }, /^cookies is "a=1"/],
  ['a body that is an object', { statusCode: 200, body: {} }, /^body is \{\}/],
  ['a body that is not base64', { statusCode: 200, body: '%%', isBase64Encoded: true }, /is not base64/],
])('refuses %s, and says what is wrong', (_what, value, message) => {
  expect(() => returned(value)).toThrow(MalformedResponse);
  expect(() => returned(value)).toThrow(message);
});

it('refuses what is not JSON', () => {
  expect(() => bufferedResponse('undefined')).toThrow(/did not answer with JSON/);
});

it('never answers with a header that could end it, whatever the handler returns', () => {
  const value = fc.record({
    statusCode: fc.constant(200),
    headers: fc.dictionary(fc.string(), fc.string()),
    cookies: fc.array(fc.string()),
  });
  fc.assert(
    fc.property(value, (response) => {
      try {
        expect(returned(response).headers.flat().join()).not.toMatch(/[\r\n\0]/);
      } catch (error) {
        if (!(error instanceof MalformedResponse)) throw error;
      }
    }),
  );
});
