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
  /** Headers beside the answer's own, also where the names are the same. */
  readonly more?: UrlResponse['headers'] | undefined;
}

/** Bodies up to this size, in bytes, leave together with the headers. */
const ONE_WRITE = 16 * 1024;

/** Sends an answer. Does nothing when the client has gone. */
export function answer(
  response: ServerResponse,
  { status, headers, body }: UrlResponse,
  options: AnswerOptions,
): void {
  const all = answerHeaders(headers, response, options);
  if (!hasNoBody(status)) all.push('Content-Length', String(body.length));
  response.writeHead(status, all);
  // To HEAD, node:http sends the headers only. As text, headers and body leave in one write.
  if (hasNoBody(status)) response.end();
  else if (body.length <= ONE_WRITE) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

/** True for a status that never has a body (RFC 9110 §15.3.5, §15.4.5). */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}

/** An answer's own headers and those of every answer, in the flat form that `writeHead` takes: name, value, name … */
export function answerHeaders(
  headers: UrlResponse['headers'],
  response: ServerResponse,
  { requestId, trace, isLast, more }: AnswerOptions,
): string[] {
  const all = headers.flat() as string[];
  if (more !== undefined) all.push(...more.flat());
  all.push('x-amzn-RequestId', requestId);
  if (trace !== undefined) all.push('X-Amzn-Trace-Id', trace);
  // Said here, or node:http adds a Keep-Alive header, which AWS does not send.
  all.push('Connection', isLast === true || !response.shouldKeepAlive ? 'close' : 'keep-alive');
  return all;
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
