import type { IncomingMessage } from 'node:http';
import type { FunctionUrlCors } from '@furl/cloud-assembly';
import type { UrlResponse } from './url-response';

type Headers = readonly (readonly [name: string, value: string])[];

/**
 * The answer to a CORS preflight, which a function URL with a `Cors` configuration gives itself, whoever asks: 200, and
 * what the configuration allows. A request that it does not allow gets the 200 without the headers, and the browser
 * refuses. Source: Lambda Developer Guide, "Cross-origin resource sharing (CORS)"; Lambda API, "Cors".
 *
 * @returns undefined when the request is no preflight (Fetch Standard, "CORS-preflight request")
 */
export function preflightAnswer(cors: FunctionUrlCors, request: IncomingMessage): UrlResponse | undefined {
  const { origin } = request.headers;
  const method = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || origin === undefined || method === undefined) return undefined;
  const { allowMethods = [], allowHeaders = [], maxAge } = cors;
  const isAllowed = includes(allowMethods, method);
  const own = isAllowed ? corsHeaders(cors, origin) : [];
  const headers: Headers =
    own.length === 0
      ? []
      : [
          ...own,
          ['Access-Control-Allow-Methods', allowMethods.join(',')],
          ...list('Access-Control-Allow-Headers', allowHeaders),
          ...(maxAge === undefined ? [] : [['Access-Control-Max-Age', String(maxAge)] as const]),
        ];
  return { status: 200, headers, body: Buffer.alloc(0) };
}

/**
 * What a `Cors` configuration adds to the function's answer; the function's own headers stay beside it, even of the
 * same name.
 *
 * @param origin the request's `Origin`; without one, or with one that is not allowed, nothing is added
 */
export function corsHeaders(cors: FunctionUrlCors, origin: string | undefined): Headers {
  const { allowOrigins = [], allowCredentials, exposeHeaders = [] } = cors;
  if (origin === undefined || !includes(allowOrigins, origin)) return [];
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Vary', 'Origin'],
    ...(allowCredentials === true ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
    ...list('Access-Control-Expose-Headers', exposeHeaders),
  ];
}

function includes(allowed: readonly string[], value: string): boolean {
  return allowed.includes('*') || allowed.includes(value);
}

function list(name: string, values: readonly string[]): Headers {
  return values.length === 0 ? [] : [[name, values.join(',')]];
}
