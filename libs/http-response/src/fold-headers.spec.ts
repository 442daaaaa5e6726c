import { foldHeaders } from './fold-headers';

describe('foldHeaders', () => {
  it('lower-cases names and joins repeated fields in their order', () => {
    const { headers } = foldHeaders([
      ['Vary', 'accept'],
      ['X-A', '1'],
      ['vary', 'origin'],
    ]);
    expect(headers).toEqual({ vary: 'accept, origin', 'x-a': '1' });
  });

  it('keeps cookies one by one: their dates hold commas', () => {
    const first = 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT';
    expect(
      foldHeaders([
        ['Set-Cookie', first],
        ['set-cookie', 'b=2'],
      ]),
    ).toEqual({ headers: {}, cookies: [first, 'b=2'] });
  });

  it.each(['__proto__', 'constructor', 'toString'])('treats a field called %s as a field', (name) => {
    const { headers } = foldHeaders([[name, 'x']]);
    expect(JSON.stringify(headers)).toBe(`{"${name.toLowerCase()}":"x"}`);
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
  });
});
