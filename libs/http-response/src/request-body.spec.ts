import fc from 'fast-check';

import { requestBody, requestBodyBytes } from './request-body';

describe('requestBody', () => {
  it('is empty when the client sent none', () => {
    expect(requestBody({ isBase64Encoded: false }).byteLength).toBe(0);
    expect(requestBody({ isBase64Encoded: true }).byteLength).toBe(0);
  });

  it('is the UTF-8 of a textual body', () => {
    expect([...requestBody({ body: 'é\u0000', isBase64Encoded: false })]).toEqual([0xc3, 0xa9, 0]);
  });

  it('is the bytes behind base64, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const body = Buffer.from(bytes).toString('base64');
        expect([...requestBody({ body, isBase64Encoded: true })]).toEqual([...bytes]);
      }),
    );
  });
});

describe('requestBodyBytes', () => {
  it.each([
    ['no body', undefined, false],
    ['text', 'é\u0000', false],
    ['base64 that fills its blocks', 'AAAA', true],
    ['base64 with one =', 'AAA=', true],
    ['base64 with two =', 'AA==', true],
    ['base64 without its =', 'AAA', true],
  ])('is the length of the body: %s', (_, body, isBase64Encoded) => {
    const event = body === undefined ? { isBase64Encoded } : { body, isBase64Encoded };
    expect(requestBodyBytes(event)).toBe(requestBody(event).byteLength);
  });
});
