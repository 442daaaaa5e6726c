/** The handler's answer is not one that a function URL can give. The message says what is wrong with it. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}

/** Headers that belong to the connection, which is the front door's. */
const FRONT_DOOR_HEADERS = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amzn-requestid',
  'x-amzn-trace-id',
]);

/** @throws MalformedResponse */
export function statusCode(value: unknown): number {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new MalformedResponse(`statusCode is ${show(value)}; it must be a number from 200 to 599`);
}

/**
 * The headers and cookies of a response object or a prelude, `Set-Cookie` once a cookie.
 *
 * @param defaultType the content type when the handler gives none
 * @throws MalformedResponse
 */
export function headerPairs(
  { headers, cookies }: Readonly<Record<string, unknown>>,
  defaultType: string,
): [name: string, value: string][] {
  const own = ownHeaders(headers);
  const hasType = own.some(([name]) => name.toLowerCase() === 'content-type');
  const type: [string, string][] = hasType ? [] : [['Content-Type', defaultType]];
  return [...type, ...own, ...cookiePairs(cookies)];
}

/** True for `{…}`. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as JSON, cut to a length that fits a line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function ownHeaders(value: unknown): [string, string][] {
  if (value == null) return [];
  if (!isRecord(value)) {
    throw new MalformedResponse(`headers is ${show(value)}; it must be an object of strings`);
  }
  return Object.entries(value).flatMap(([name, raw]): [string, string][] => {
    if (FRONT_DOOR_HEADERS.has(name.toLowerCase())) return [];
    if (!['string', 'number', 'boolean'].includes(typeof raw)) {
      throw new MalformedResponse(`headers.${name} is ${show(raw)}; it must be a string`);
    }
    return [[headerName(name), headerValue(`headers.${name}`, String(raw))]];
  });
}

function cookiePairs(value: unknown): [string, string][] {
  if (value == null) return [];
  if (!Array.isArray(value)) {
    throw new MalformedResponse(`cookies is ${show(value)}; it must be an array of strings`);
  }
  return value.map((cookie: unknown, index) => {
    if (typeof cookie !== 'string') {
      throw new MalformedResponse(`cookies[${index}] is ${show(cookie)}; it must be a string`);
    }
    return ['Set-Cookie', headerValue(`cookies[${index}]`, cookie)];
  });
}

function headerName(name: string): string {
  if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return name;
  throw new MalformedResponse(`${show(name)} is not a header name`);
}

/** Without it a CR or LF of the function would end the header and begin another (response splitting). */
function headerValue(where: string, value: string): string {
  if (!/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) return Buffer.from(value, 'utf8').toString('latin1');
  throw new MalformedResponse(`${where} has a control character: ${show(value)}`);
}
