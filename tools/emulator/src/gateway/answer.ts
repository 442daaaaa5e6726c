import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Refusal } from './refusals';
import type { UrlResponse } from './url-response';

/** What goes with an answer. */
export interface AnswerOptions {
  readonly requestId: string;
  /** `X-Amzn-Trace-Id`; refusals have none. */
  readonly trace?: string;
  /** True when the connection must not be used again: there may be more on it that nobody reads. */
  readonly isLast?: boolean;
}

/** Sends an answer. Does nothing when the client has gone. */
export function answer(
  response: ServerResponse,
  { status, headers, body }: UrlResponse,
  { requestId, trace, isLast }: AnswerOptions,
): void {
  const hasNoBody = status === 204 || status === 304;
  const all: (readonly [string, string])[] = [
    ...headers,
    ...(hasNoBody ? [] : ([['Content-Length', String(body.length)]] as const)),
    ['x-amzn-RequestId', requestId],
    ...(trace === undefined ? [] : ([['X-Amzn-Trace-Id', trace]] as const)),
    ...(isLast ? ([['Connection', 'close']] as const) : []),
  ];
  response.writeHead(status, all.flat());
  // To HEAD, node:http sends the headers only.
  response.end(hasNoBody ? undefined : body);
}

/** A refusal as an answer. */
export function asResponse({ status, headers, body }: Refusal): UrlResponse {
  return { status, headers: Object.entries(headers), body: Buffer.from(body, 'utf8') };
}

/** A refusal as bytes, for a connection on which nothing that could be understood came. */
export function asBytes({ status, headers, body }: Refusal, requestId: string): string {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    `x-amzn-RequestId: ${requestId}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
