import { eventOf } from '../test/events';
import { BadRequestError } from './errors';
import { requestHeaders } from './request-headers';

describe('requestHeaders', () => {
  it.each([
    ['connection', 'close'],
    ['keep-alive', 'timeout=5'],
    ['proxy-connection', 'keep-alive'],
    ['proxy-authorization', 'Basic eDp5'],
    ['proxy-authenticate', 'Basic'],
    ['te', 'trailers'],
    ['trailer', 'x-sum'],
    ['transfer-encoding', 'chunked'],
    ['upgrade', 'websocket'],
    ['host', 'evil.example'],
    ['content-length', '3'],
    ['expect', '100-continue'],
    ['authorization', 'Bearer client'],
    ['x-amz-date', '20200101T000000Z'],
    ['x-amz-security-token', 'token'],
    ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
    ['X-Amz-Security-Token', 'token'],
    ['x-amzn-tls-version', 'TLSv1.2'],
    ['x-amzn-requestid', '1'],
    ['x-forwarded-for', '198.51.100.1'],
    ['x-forwarded-host', 'evil.example'],
    ['x-forwarded-proto', 'https'],
    ['forwarded', 'for=198.51.100.1'],
    ['via', '1.1 evil'],
    ['x-real-ip', '198.51.100.1'],
    ['x-original-authorization', 'Bearer made-up'],
  ])('drops %s', (name, value) => {
    expect(forwarded({ [name]: value })).toEqual(made);
  });

  it.each([
    ['accept', '*/*'],
    ['accept-encoding', 'gzip, br'],
    ['content-type', 'application/json'],
    ['cookie', 'a=1; b=2'],
    ['if-none-match', '"1"'],
    ['range', 'bytes=0-1'],
    ['x-api-key', 'k'],
    ['x-amazing', 'not one of the platform'],
    ['x-amzn-trace-id', 'Root=1-643eccfa-2c6028925c2b249524664087'],
    ['user-agent', 'café'],
    ['x-empty', ''],
    ['x-tab', 'a\tb'],
    ['__proto__', 'x'],
  ])('hands %s on', (name, value) => {
    const pairs = requestHeaders(eventOf({ headers: Object.fromEntries([[name, value]]) }));
    expect(pairs).toContainEqual([name, value]);
  });

  it('drops what Connection names, but nothing that is set after it', () => {
    const headers = { connection: 'X-Secret, x-forwarded-for , close', 'x-secret': '1', 'x-open': '2' };
    expect(forwarded(headers)).toEqual({ 'x-open': '2', ...made });
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['', undefined],
    ['evil\r\nx: y', undefined],
  ])('says for whom it asks: %j', (sourceIp, expected) => {
    const headers = { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.1' };
    const pairs = Object.fromEntries(requestHeaders(eventOf({ headers, sourceIp })));
    expect(pairs['x-forwarded-for']).toBe(expected);
    const asked = 'host="proxy.lambda-url.eu-central-1.on.aws";proto=https';
    const who = sourceIp.includes(':') ? `"[${sourceIp}]"` : sourceIp;
    expect(pairs['forwarded']).toBe(expected === undefined ? asked : `for=${who};${asked}`);
  });

  it.each(['', 'evil.example"; by=x', 'a\r\nb'])('names no host that is none: %j', (domainName) => {
    const event = eventOf();
    const { requestContext } = event;
    const pairs = Object.fromEntries(
      requestHeaders({ ...event, requestContext: { ...requestContext, domainName } }),
    );
    expect(pairs).toMatchObject({ forwarded: 'for=192.0.2.7;proto=https', via: '1.1 furl-proxy' });
    expect(pairs).not.toHaveProperty('x-forwarded-host');
  });

  it.each([
    '1.1 proxy.lambda-url.eu-central-1.on.aws',
    'HTTP/1.1 PROXY.lambda-url.eu-central-1.on.aws (Furl)',
    '1.0 first, 1.1 proxy.lambda-url.eu-central-1.on.aws ,1.1 last',
  ])('refuses a request that came through this proxy before: Via: %s', (via) => {
    expect(() => requestHeaders(eventOf({ headers: { via } }))).toThrow(
      expect.objectContaining({ statusCode: 502, code: 'proxy_loop_detected' }),
    );
  });

  it.each(['1.1 other', '1.1', '', ',', 'proxy.lambda-url.eu-central-1.on.aws'])(
    'takes no loop from Via: %j',
    (via) => {
      expect(forwarded({ via })).toEqual(made);
    },
  );

  it("hands the client's Authorization on under another name where it is asked to, and no made-up one", () => {
    const headers = { authorization: 'Bearer client', 'x-original-authorization': 'Bearer made-up' };
    const pairs = requestHeaders(eventOf({ headers }), { handsOnAuthorization: true });
    expect(pairs.filter(([name]) => name.includes('authorization'))).toEqual([
      ['x-original-authorization', 'Bearer client'],
    ]);
  });

  it('does not hand an Authorization on that Connection names', () => {
    const headers = { authorization: 'Bearer client', connection: 'authorization' };
    const pairs = requestHeaders(eventOf({ headers }), { handsOnAuthorization: true });
    expect(pairs.map(([name]) => name)).not.toContain('x-original-authorization');
  });

  it('names the trace of the invocation rather than the one that came along', () => {
    const headers = { 'x-amzn-trace-id': 'Root=1-00000000-000000000000000000000000' };
    const traceId = 'Root=1-643eccfa-2c6028925c2b249524664087;Parent=53995c3f42cd8ad8;Sampled=1';
    const pairs = requestHeaders(eventOf({ headers }), { traceId });
    expect(pairs.filter(([name]) => name === 'x-amzn-trace-id')).toEqual([['x-amzn-trace-id', traceId]]);
  });

  it('makes the Cookie field from the cookies when the platform sends only those', () => {
    expect(requestHeaders(eventOf({ cookies: ['a=1', 'b=2'] }))).toContainEqual(['cookie', 'a=1; b=2']);
  });

  it('sends cookies once when the platform sends them in both ways', () => {
    const pairs = requestHeaders(eventOf({ headers: { cookie: 'a=1; b=2' }, cookies: ['a=1', 'b=2'] }));
    expect(pairs.filter(([name]) => name === 'cookie')).toEqual([['cookie', 'a=1; b=2']]);
  });

  it.each([
    ['x-a', 'b\r\nx-injected: 1'],
    ['x-a', 'b\nc'],
    ['x-a', 'b\rc'],
    ['x-a', 'b\u0000c'],
    ['x-a', 'b\u007f'],
    ['host', 'dropped\r\nbut: refused all the same'],
    ['x-a\r\nx-injected', '1'],
    ['x a', '1'],
    ['x-a:', '1'],
    ['', '1'],
    ['x-ä', '1'],
  ])('refuses the field %j: %j', (name, value) => {
    expect(() => requestHeaders(eventOf({ headers: { [name]: value } }))).toThrow(BadRequestError);
  });

  it('refuses a control character in a cookie that came only as a cookie', () => {
    expect(() => requestHeaders(eventOf({ cookies: ['a=1\r\nx: y'] }))).toThrow(BadRequestError);
  });
});

/** What every request gets. */
const made = {
  via: '1.1 proxy.lambda-url.eu-central-1.on.aws',
  'x-forwarded-for': '192.0.2.7',
  'x-forwarded-host': 'proxy.lambda-url.eu-central-1.on.aws',
  'x-forwarded-port': '443',
  'x-forwarded-proto': 'https',
  forwarded: 'for=192.0.2.7;host="proxy.lambda-url.eu-central-1.on.aws";proto=https',
};

function forwarded(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(requestHeaders(eventOf({ headers })));
}
