import { isUtf8 } from 'node:buffer';
import type { FunctionUrl } from '@furl/cloud-assembly';
import type { Principal } from '../account/principal';
import type { FrontDoorRequest } from './received-request';

/** What the event says beyond the request itself. */
export interface UrlEventOptions {
  readonly url: FunctionUrl;
  /** Who signed; undefined on a public URL. */
  readonly principal: Principal | undefined;
  readonly requestId: string;
  readonly traceId: string;
  readonly now: Date;
}

/** Headers of one hop (RFC 9110 §7.6.1), and those that the front door writes itself. */
const NOT_HANDED_ON = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'x-amzn-trace-id',
  'x-amzn-tls-version',
  'x-amzn-tls-cipher-suite',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/**
 * The event of a request in payload format 2.0, as a function behind a function URL gets it. Source: the events that
 * aws-lambda-go recorded (`lambdaurl/testdata`) and the Lambda Developer Guide, "Invoking Lambda function URLs". What it
 * has not is undefined in it, which JSON leaves out: objects of one shape are made, and written, much faster.
 */
export function urlEvent(request: FrontDoorRequest, options: UrlEventOptions): object {
  const { url, principal, requestId, now } = options;
  const headers = eventHeaders(request, options);
  const cookies = cookiesOf(headers['cookie']);
  const { body } = request;
  // Bytes that are no text would not survive as text.
  const isText = isTextual(headers['content-type']) && isUtf8(body);
  const domainName = headers['host'] ?? '';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: request.rawPath,
    rawQueryString: request.rawQueryString,
    cookies: cookies.length > 0 ? cookies : undefined,
    headers,
    queryStringParameters: queryParameters(request.rawQueryString),
    requestContext: {
      accountId: principal?.accountId ?? 'anonymous',
      apiId: url.urlId,
      authorizer: principal && { iam: authorizer(principal) },
      domainName,
      domainPrefix: url.urlId,
      http: {
        method: request.method,
        path: percentDecode(request.rawPath),
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: clfTime(now),
      timeEpoch: now.getTime(),
    },
    body: body.length > 0 ? Buffer.from(body).toString(isText ? 'utf8' : 'base64') : undefined,
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function eventHeaders(request: FrontDoorRequest, options: UrlEventOptions): Record<string, string> {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  let forwardedFor = '';
  let hasLength = request.body.length > 0;
  for (const [rawName, value] of request.headers) {
    const name = rawName.toLowerCase();
    if (name === 'x-forwarded-for') forwardedFor += `${value}, `;
    if (name === 'content-length') hasLength = true;
    if (NOT_HANDED_ON.has(name) || (name === 'authorization' && options.principal !== undefined)) continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  if (hasLength) headers['content-length'] = String(request.body.length);
  headers['x-amzn-trace-id'] = options.traceId;
  headers['x-forwarded-for'] = `${forwardedFor}${request.sourceIp}`;
  // AWS serves TLS on 443 only; a function must see here what it will see there.
  headers['x-forwarded-port'] = '443';
  headers['x-forwarded-proto'] = 'https';
  headers['x-amzn-tls-version'] = 'TLSv1.3';
  headers['x-amzn-tls-cipher-suite'] = 'TLS_AES_128_GCM_SHA256';
  return headers;
}

function cookiesOf(header: string | undefined): string[] {
  if (header === undefined) return [];
  return header
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}

function authorizer(principal: Principal): object {
  return {
    accessKey: principal.accessKeyId,
    accountId: principal.accountId,
    callerId: principal.userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: principal.userArn,
    userId: principal.userId,
  };
}

/** JSON and text as text, all else as base64; parameters of the content type play no part (recorded events). */
function isTextual(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return (
    type.startsWith('text/') ||
    ['application/json', 'application/xml', 'application/javascript'].includes(type)
  );
}

/**
 * Decoded, with repeats joined by a comma; undefined when there are none. An object without a prototype, since anyone may
 * name a key `__proto__`.
 */
function queryParameters(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === '') return undefined;
  const parameters = Object.create(null) as Record<string, string>;
  let isEmpty = true;
  for (const pair of rawQueryString.split('&')) {
    if (pair === '') continue;
    isEmpty = false;
    const equals = pair.indexOf('=');
    const name = decodeQuery(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : decodeQuery(pair.slice(equals + 1));
    const before = parameters[name];
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return isEmpty ? undefined : parameters;
}

function decodeQuery(text: string): string {
  return percentDecode(text.replaceAll('+', ' '));
}

/** Percent-decodes what can be decoded and leaves the rest as it stands; never throws. */
function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

let clfSecond = NaN;
let clfText = '';

/** `18/Apr/2023:17:01:46 +0000`; made once a second. */
function clfTime(now: Date): string {
  const second = Math.floor(now.getTime() / 1000);
  if (second !== clfSecond) {
    clfSecond = second;
    clfText = clfTimeOf(now);
  }
  return clfText;
}

function clfTimeOf(now: Date): string {
  // toUTCString: `Tue, 18 Apr 2023 17:01:46 GMT`
  const [, day, month, year, time] = now.toUTCString().split(/[ ,]+/);
  return `${day}/${month}/${year}:${time} +0000`;
}
