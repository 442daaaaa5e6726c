import type { FunctionUrlEvent } from '@furl/http-response';

/** What a test says about a request; the rest is as the platform fills it in. */
export interface EventParts {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: string[];
  readonly body?: string | Uint8Array;
  readonly sourceIp?: string;
}

/** An event of a function URL without authorisation, as it arrives in practice. */
export function eventOf({
  method = 'GET',
  path = '/',
  query = '',
  headers = {},
  cookies,
  body,
  sourceIp = '192.0.2.7',
}: EventParts = {}): FunctionUrlEvent {
  const isText = typeof body === 'string';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(cookies === undefined ? {} : { cookies }),
    headers: { host: 'proxy.lambda-url.eu-central-1.on.aws', 'x-forwarded-proto': 'https', ...headers },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'proxy',
      domainName: 'proxy.lambda-url.eu-central-1.on.aws',
      domainPrefix: 'proxy',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
      requestId: '5bbd0e3e-fe7a-4299-9076-32d4de45391b',
      routeKey: '$default',
      stage: '$default',
      time: '18/Apr/2023:17:01:46 +0000',
      timeEpoch: 1681837306806,
    },
    ...(body === undefined ? {} : { body: isText ? body : Buffer.from(body).toString('base64') }),
    isBase64Encoded: body !== undefined && !isText,
  };
}
