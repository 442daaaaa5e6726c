import fc from 'fast-check';

import { bufferedResponse } from './buffered-response';
import type { FunctionUrlResult } from './function-url-result';

describe('bufferedResponse', () => {
  it.each([
    ['text/plain', undefined, 'Grüße'],
    ['text/html; charset=utf-8', undefined, '<p>'],
    ['Text/HTML; Charset="UTF-8"', undefined, '<p>'],
    ['application/json', undefined, '{"a":1}'],
    ['application/problem+json', 'identity', '{}'],
    ['image/svg+xml', undefined, '<svg/>'],
    ['text/plain', undefined, '\uFEFFwith a byte order mark'],
    ['text/plain', undefined, 'NUL \u0000, CRLF \r\n, \u2028, 𝒳'],
  ])('sends %s (coding: %s) as text', (contentType, coding, text) => {
    const result = respond(Buffer.from(text, 'utf8'), contentType, coding);
    expect(result).toMatchObject({ body: text, isBase64Encoded: false });
  });

  it.each([
    ['an image', 'image/png', undefined, [0x61]],
    ['an unknown type', 'application/x-unknown', undefined, [0x61]],
    ['a textual type that only begins like one', 'texture/wood', undefined, [0x61]],
    ['another charset', 'text/plain; charset=iso-8859-1', undefined, [0x61]],
    ['a charset after other parameters', 'text/plain; a=b; charset=shift_jis', undefined, [0x61]],
    ['compressed text', 'text/plain', 'gzip', [0x61]],
    ['text that is not UTF-8', 'text/plain', undefined, [0xff, 0xfe]],
    ['text with an encoded surrogate', 'text/plain', undefined, [0xed, 0xa0, 0x80]],
    ['text that breaks off within a character', 'text/plain', undefined, [0xc3]],
    ['JSON that is not UTF-8', 'application/json', undefined, [0xc3, 0x28]],
  ])('sends %s as base64', (_, contentType, coding, bytes) => {
    const result = respond(Uint8Array.from(bytes), contentType, coding);
    expect(result).toMatchObject({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true });
  });

  it('sends a view of a larger buffer without what surrounds it', () => {
    const view = new Uint8Array(Uint8Array.from([9, 9, 1, 2, 9, 9]).buffer, 2, 2);
    expect([...bytesOf(respond(view, 'image/png'))]).toEqual([1, 2]);
  });

  it('calls a body without a type application/octet-stream, since the platform would call it JSON', () => {
    const result = bufferedResponse({ statusCode: 200, headers: [], body: Uint8Array.from([1]) });
    expect(result.headers).toEqual({ 'content-type': 'application/octet-stream' });
  });

  it.each([204, 304])('adds nothing to a %d without a body', (statusCode) => {
    const result = bufferedResponse({ statusCode, headers: [['etag', '"1"']], body: new Uint8Array() });
    expect(result).toEqual({ statusCode, headers: { etag: '"1"' }, body: '', isBase64Encoded: false });
  });

  it('puts cookies side by side, those among the headers first', () => {
    const result = bufferedResponse({
      statusCode: 200,
      headers: [['Set-Cookie', 'a=1']],
      cookies: ['b=2'],
      body: new Uint8Array(),
    });
    expect(result.cookies).toEqual(['a=1', 'b=2']);
    expect(result.headers).toEqual({});
  });

  it('gives every body back to the byte, through JSON, as the platform takes it', () => {
    const types = ['text/plain', 'application/json', 'text/html; charset=utf-8', 'image/png', ''];
    const textual = fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text, 'utf8')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), textual), fc.constantFrom(...types), (bytes, type) => {
        const result = JSON.parse(JSON.stringify(respond(bytes, type))) as FunctionUrlResult;
        expect(Buffer.compare(bytesOf(result), bytes)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

function respond(body: Uint8Array, contentType: string, contentEncoding?: string): FunctionUrlResult {
  const headers: [string, string][] = contentType === '' ? [] : [['Content-Type', contentType]];
  if (contentEncoding !== undefined) headers.push(['Content-Encoding', contentEncoding]);
  return bufferedResponse({ statusCode: 200, headers, body });
}

/** What the platform sends for a result. */
function bytesOf({ body, isBase64Encoded }: FunctionUrlResult): Uint8Array {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}
