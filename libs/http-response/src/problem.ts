import type { FunctionUrlResult } from './function-url-result';
import { json } from './json';

/** The members of a problem document that every error of ours carries. */
export interface Problem {
  /** The kind of problem: the reason phrase of the status. */
  readonly title: string;
  readonly status: number;
  /** What went wrong this time, and what to do about it. */
  readonly detail: string;
}

/**
 * An error as problem details.
 *
 * Without a `type` member the type is `about:blank`, which asks for the status' reason phrase as the title
 * (RFC 9457 §4.2.1).
 *
 * @param statusCode the HTTP status, 400 to 599
 * @param detail what went wrong this time, for the client to read: it goes out as it is
 * @param headers further headers with names in lower case
 * @example
 * return problem(504, 'The upstream function did not answer in time.');
 */
export function problem(
  statusCode: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): FunctionUrlResult {
  const body: Problem = { title: reasonPhrase(statusCode), status: statusCode, detail };
  return json(statusCode, body, { ...headers, 'content-type': 'application/problem+json' });
}

const reasonPhrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  508: 'Loop Detected',
};

/** RFC 9110 §15: an unknown status is read as the x00 of its class. */
function reasonPhrase(statusCode: number): string {
  return reasonPhrases[statusCode] ?? (statusCode < 500 ? 'Bad Request' : 'Internal Server Error');
}
