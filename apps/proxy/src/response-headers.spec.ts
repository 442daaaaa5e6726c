import { responseHeaders } from './response-headers';

describe('responseHeaders', () => {
  it.each([
    'Connection',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Content-Length',
    'Date',
    'x-amzn-RequestId',
    'X-Amzn-Trace-Id',
  ])('drops %s', (name) => {
    expect(responseHeaders([[name, 'x']])).toEqual([]);
  });

  it.each([
    'Content-Type',
    'Content-Encoding',
    'ETag',
    'Location',
    'Vary',
    'WWW-Authenticate',
    'Retry-After',
    'x-amzn-ErrorType',
    'Set-Cookie',
  ])('hands %s on', (name) => {
    expect(responseHeaders([[name, 'x']])).toEqual([[name.toLowerCase(), 'x']]);
  });

  it('keeps repeated fields apart and in their order', () => {
    const fields = [
      ['set-cookie', 'a=1'],
      ['vary', 'accept'],
      ['set-cookie', 'b=2'],
    ] as const;
    expect(responseHeaders(fields)).toEqual(fields);
  });

  it.each([
    ['caf\u00c3\u00a9', 'café'],
    ['caf\u00e9', 'café'],
    ['plain', 'plain'],
  ])('gives the bytes %j as the text %j', (bytes, text) => {
    expect(responseHeaders([['x', bytes]])).toEqual([['x', text]]);
  });

  it('drops what any of several Connection fields names', () => {
    expect(
      responseHeaders([
        ['Connection', 'close, X-Hop'],
        ['connection', 'x-hop-2'],
        ['x-hop', '1'],
        ['X-Hop-2', '2'],
        ['x-end', '3'],
      ]),
    ).toEqual([['x-end', '3']]);
  });
});
