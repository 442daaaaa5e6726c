import fc from 'fast-check';
import type { FunctionUrl } from '@furl/cloud-assembly';
import type { FrontDoorRequest } from './received-request';
import { urlEvent } from './url-event';

const url: FunctionUrl = {
  stack: 'S',
  logicalId: 'U',
  urlId: 'a'.repeat(32),
  region: 'us-west-2',
  url: 'http://unused/',
  authType: 'NONE',
  invokeMode: 'BUFFERED',
  functionArn: 'arn',
};

interface Event {
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly cookies?: string[];
  readonly rawPath: string;
  readonly queryStringParameters?: Record<string, string>;
  readonly requestContext: Record<string, unknown>;
}

function eventOf(request: Partial<FrontDoorRequest> = {}): Event {
  const { rawPath = '/', rawQueryString = '' } = request;
  const whole: FrontDoorRequest = {
    method: 'GET',
    target: rawPath,
    rawPath,
    rawQueryString,
    headers: [],
    hostName: '',
    sourceIp: '127.0.0.1',
    body: new Uint8Array(),
    ...request,
  };
  const now = new Date('2023-04-18T17:01:46.806Z');
  return urlEvent(whole, { url, principal: undefined, requestId: 'id', traceId: 'Root=1', now }) as Event;
}

// aws-lambda-go, lambdaurl/testdata: a recorded event of a public URL.
it('has the fields of a recorded event, and none that is empty', () => {
  const { headers, ...event } = eventOf({
    rawPath: '/hello',
    rawQueryString: 'hello=world&foo=bar',
    headers: [
      ['Host', `${url.urlId}.lambda-url.us-west-2.localhost:4600`],
      ['User-Agent', 'python-requests/2.28.2'],
      ['Cookie', 'foo=bar; hello=hello'],
      ['header2', 'h1'],
      ['Header2', 'h2'],
      ['Authorization', 'kept on a public URL'],
      ['Connection', 'keep-alive'],
    ],
  });

  expect(event).toEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/hello',
    rawQueryString: 'hello=world&foo=bar',
    cookies: ['foo=bar', 'hello=hello'],
    queryStringParameters: Object.assign(Object.create(null), { hello: 'world', foo: 'bar' }) as unknown,
    requestContext: {
      accountId: 'anonymous',
      apiId: url.urlId,
      domainName: `${url.urlId}.lambda-url.us-west-2.localhost:4600`,
      domainPrefix: url.urlId,
      http: {
        method: 'GET',
        path: '/hello',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'python-requests/2.28.2',
      },
      requestId: 'id',
      routeKey: '$default',
      stage: '$default',
      time: '18/Apr/2023:17:01:46 +0000',
      timeEpoch: 1681837306806,
    },
    isBase64Encoded: false,
  });
  expect({ ...headers }).toEqual({
    host: `${url.urlId}.lambda-url.us-west-2.localhost:4600`,
    'user-agent': 'python-requests/2.28.2',
    cookie: 'foo=bar; hello=hello',
    header2: 'h1,h2',
    authorization: 'kept on a public URL',
    'x-amzn-trace-id': 'Root=1',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    'x-amzn-tls-version': 'TLSv1.3',
    'x-amzn-tls-cipher-suite': 'TLS_AES_128_GCM_SHA256',
  });
});

it.each<[query: string, parameters: Record<string, string> | undefined]>([
  ['', undefined],
  ['&&', undefined],
  ['a', { a: '' }],
  ['a=', { a: '' }],
  ['a=1&a=2', { a: '1,2' }],
  ['a=b=c', { a: 'b=c' }],
  ['a+b=c+d', { 'a b': 'c d' }],
  ['a=%2B%20%E2%82%AC', { a: '+ €' }],
  ['a=%zz%41', { a: '%zzA' }],
  ['a=%ff', { a: '%ff' }],
])('reads the query %j as %j', (rawQueryString, parameters) => {
  const { queryStringParameters } = eventOf({ rawQueryString });

  expect(queryStringParameters && { ...queryStringParameters }).toEqual(parameters);
});

// The first three rows are recorded; the rest is our choice (README, "Differences from AWS").
it.each<[type: string | undefined, isText: boolean]>([
  ['application/json', true],
  ['text/plain; charset=latin1', true],
  ['application/octet-stream', false],
  ['multipart/form-data; boundary=x', false],
  ['APPLICATION/JSON;charset=utf-8', true],
  ['application/xml', true],
  ['application/javascript', true],
  ['application/x-www-form-urlencoded', false],
  ['application/problem+json', false],
  [undefined, false],
])('hands on a body of type %s as text: %s', (type, isText) => {
  const event = eventOf({
    headers: type === undefined ? [] : [['content-type', type]],
    body: Buffer.from('{"ü":1}'),
  });

  expect(event.isBase64Encoded).toBe(!isText);
  expect(event.body).toBe(isText ? '{"ü":1}' : Buffer.from('{"ü":1}').toString('base64'));
});

it('never lets a client speak for the front door', () => {
  const { headers } = eventOf({
    headers: [
      ['X-Forwarded-For', '6.6.6.6'],
      ['X-Forwarded-For', '7.7.7.7'],
      ['X-Forwarded-Proto', 'http'],
      ['X-Forwarded-Port', '80'],
      ['X-Amzn-Tls-Version', 'SSLv2'],
      ['X-Amzn-Trace-Id', 'Root=forged'],
      ['Transfer-Encoding', 'chunked'],
    ],
  });

  expect(headers).toMatchObject({
    'x-forwarded-for': '6.6.6.6, 7.7.7.7, 127.0.0.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-amzn-tls-version': 'TLSv1.3',
    'x-amzn-trace-id': 'Root=1',
  });
  expect(headers['transfer-encoding']).toBeUndefined();
});

it('carries every body back, byte for byte, whatever its type says', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1 }),
      fc.constantFrom('text/plain', 'application/json', 'image/png', ''),
      (body, type) => {
        const event = eventOf({ headers: [['content-type', type]], body });
        const back = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

        expect(back.equals(Buffer.from(body))).toBe(true);
      },
    ),
  );
});

it('is JSON that says the same again, whatever a client sends', () => {
  const bytes = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(bytes, bytes, fc.array(fc.tuple(bytes, bytes)), (rawPath, rawQueryString, headers) => {
      const event = eventOf({ rawPath, rawQueryString, headers });

      expect((JSON.parse(JSON.stringify(event)) as Event).rawPath).toBe(rawPath);
    }),
  );
});
