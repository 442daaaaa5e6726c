import { randomBytes } from 'node:crypto';

/** As much of a function URL's event as a proxy looks at: payload format 2.0. */
export interface ProxyEvent {
  readonly version: '2.0';
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly domainName: string;
    readonly requestId: string;
    readonly http: { readonly method: string; readonly path: string; readonly sourceIp: string };
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

const HOST = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws';

/** A request as a browser sends one, with a body of so many random bytes. */
export function proxyEvent(method: 'GET' | 'POST', bytes: number): ProxyEvent {
  return {
    version: '2.0',
    rawPath: '/items/42',
    rawQueryString: 'limit=10&order=desc',
    headers: {
      accept: 'application/json, text/plain;q=0.9, */*;q=0.8',
      'accept-encoding': 'gzip, deflate, br',
      'accept-language': 'en-GB,en;q=0.9',
      host: HOST,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'x-amzn-trace-id': 'Root=1-67890abc-0123456789abcdef01234567',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...(bytes > 0 && { 'content-type': 'application/octet-stream', 'content-length': String(bytes) }),
    },
    requestContext: {
      domainName: HOST,
      requestId: 'a1b2c3d4-0000-4000-8000-0123456789ab',
      http: { method, path: '/items/42', sourceIp: '192.0.2.7' },
    },
    ...(bytes > 0 && { body: randomBytes(bytes).toString('base64') }),
    isBase64Encoded: bytes > 0,
  };
}
