/** An answer to the client. */
export interface UrlResponse {
  readonly status: number;
  /** In order; `set-cookie` once a cookie. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** The handler's return value is not one that a function URL can answer with. The message says what is wrong with it. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}

/** Headers that belong to the connection, which is the front door's. */
const FRONT_DOOR_HEADERS = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'x-amzn-requestid',
]);

/**
 * Reads what a handler returned as a function URL with InvokeMode BUFFERED does. Source: the table of the Lambda
 * Developer Guide, "Response payload format", corrected by recorded answers.
 *
 * @param payload the return value as JSON text
 * @throws MalformedResponse when AWS would answer 502
 */
export function urlResponse(payload: string): UrlResponse {
  const value = parse(payload);
  if (typeof value === 'string') return simple(Buffer.from(value, 'utf8'));
  if (!isRecord(value) || value['statusCode'] === undefined)
    return simple(Buffer.from(JSON.stringify(value), 'utf8'));
  const contentHeaders = headerPairs(value['headers']);
  const hasType = contentHeaders.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status: statusCode(value['statusCode']),
    headers: [
      ...(hasType ? [] : ([['Content-Type', 'application/json']] as const)),
      ...contentHeaders,
      ...cookiePairs(value['cookies']),
    ],
    body: bodyBytes(value['body'], value['isBase64Encoded']),
  };
}

function simple(body: Buffer): UrlResponse {
  return { status: 200, headers: [['Content-Type', 'application/json']], body };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new MalformedResponse('the function did not answer with JSON', { cause: error });
  }
}

function statusCode(value: unknown): number {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new MalformedResponse(`statusCode is ${show(value)}; it must be a number from 200 to 599`);
}

function headerPairs(value: unknown): [string, string][] {
  if (value == null) return [];
  if (!isRecord(value))
    throw new MalformedResponse(`headers is ${show(value)}; it must be an object of strings`);
  return Object.entries(value).flatMap(([name, raw]): [string, string][] => {
    if (FRONT_DOOR_HEADERS.has(name.toLowerCase())) return [];
    const text = ['string', 'number', 'boolean'].includes(typeof raw) ? String(raw) : undefined;
    if (text === undefined)
      throw new MalformedResponse(`headers.${name} is ${show(raw)}; it must be a string`);
    return [[headerName(name), headerValue(name, text)]];
  });
}

function cookiePairs(value: unknown): [string, string][] {
  if (value == null) return [];
  if (!Array.isArray(value))
    throw new MalformedResponse(`cookies is ${show(value)}; it must be an array of strings`);
  return value.map((cookie: unknown) => {
    if (typeof cookie !== 'string')
      throw new MalformedResponse(`a cookie is ${show(cookie)}; it must be a string`);
    return ['Set-Cookie', headerValue('cookies', cookie)];
  });
}

function bodyBytes(value: unknown, isBase64Encoded: unknown): Buffer {
  if (value == null) return Buffer.alloc(0);
  if (typeof value !== 'string') throw new MalformedResponse(`body is ${show(value)}; it must be a string`);
  if (isBase64Encoded !== true) return Buffer.from(value, 'utf8');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value.replace(/\s+/g, ''))) {
    throw new MalformedResponse('isBase64Encoded is true, and body is not base64');
  }
  return Buffer.from(value, 'base64');
}

function headerName(name: string): string {
  if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return name;
  throw new MalformedResponse(`${show(name)} is not a header name`);
}

/** Without it a CR or LF of the function would end the header and begin another (response splitting). */
function headerValue(name: string, value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  if (!/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) return Buffer.from(value, 'utf8').toString('latin1');
  throw new MalformedResponse(`headers.${name} has a control character: ${show(value)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
