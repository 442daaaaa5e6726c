import type { FunctionResponse } from '../runtime/invocation';
import { headerPairs, isRecord, MalformedResponse, show, statusCode } from './response-parts';

/** An answer to the client. */
export interface UrlResponse {
  readonly status: number;
  /** In order; `set-cookie` once a cookie. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** How a function URL reads what its function answers. */
export type InvokeMode = 'BUFFERED' | 'RESPONSE_STREAM';

/**
 * What a function URL makes of its function's answer.
 *
 * A return value on a RESPONSE_STREAM URL is passed on as it is, `{statusCode, body}` uninterpreted (recorded answers);
 * a stream goes out there as it comes, past this.
 * What a streaming handler wrote on a BUFFERED URL is read like a return value when it is JSON, and passed on as it is
 * when not: our choice, as nobody who knows AWS's could be found.
 *
 * @throws MalformedResponse when AWS would answer 502
 */
export function urlResponse(response: FunctionResponse, invokeMode: InvokeMode): UrlResponse {
  if (invokeMode === 'RESPONSE_STREAM') {
    if (response.kind === 'response') return simple(Buffer.from(response.payload, 'utf8'));
    return { status: 200, headers: [['Content-Type', response.contentType]], body: response.body };
  }
  if (response.kind === 'response') return bufferedResponse(response.payload);
  const text = response.body.toString('utf8');
  if (isJson(text)) return bufferedResponse(text);
  return { status: 200, headers: [['Content-Type', 'application/octet-stream']], body: response.body };
}

/**
 * Reads what a handler returned as a function URL with InvokeMode BUFFERED does. Source: the table of the Lambda
 * Developer Guide, "Response payload format", corrected by recorded answers.
 *
 * @param payload the return value as JSON text
 * @throws MalformedResponse when AWS would answer 502
 */
export function bufferedResponse(payload: string): UrlResponse {
  const value = parse(payload);
  if (typeof value === 'string') return simple(Buffer.from(value, 'utf8'));
  if (!isRecord(value) || value['statusCode'] === undefined) {
    return simple(Buffer.from(JSON.stringify(value), 'utf8'));
  }
  return {
    status: statusCode(value['statusCode']),
    headers: headerPairs(value, 'application/json'),
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
