import { json } from './json';

describe('json', () => {
  it.each([
    ['an object', { detail: 'Grüße' }, '{"detail":"Grüße"}'],
    ['an array', [1, 2], '[1,2]'],
    ['a string', 'hello', '"hello"'],
    ['null', null, 'null'],
    ['undefined, which JSON does not have', undefined, 'null'],
    ['a function, which JSON does not have', () => 1, 'null'],
  ])('sends %s as compact JSON', (_, body, expected) => {
    expect(json(200, body)).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: expected,
      isBase64Encoded: false,
    });
  });

  it('adds headers, which may name a content type of their own', () => {
    const { headers } = json(201, {}, { location: '/1', 'content-type': 'application/ld+json' });
    expect(headers).toEqual({ location: '/1', 'content-type': 'application/ld+json' });
  });

  it('leaves the error of a body that cannot be serialised to the caller', () => {
    expect(() => json(200, { size: 1n })).toThrow(TypeError);
  });
});
