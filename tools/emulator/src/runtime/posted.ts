import type { IncomingMessage } from 'node:http';

/** An error as a runtime reports it. */
export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** The stack, a line an entry, where the runtime gave one. */
  readonly trace?: readonly string[];
}

/** What a runtime posted, read to its end. */
export interface Posted {
  /** Absent when there was more than `limit`. Both in bytes. */
  readonly body: Buffer | undefined;
  readonly size: number;
  readonly limit: number;
  readonly contentType: string;
  readonly isStream: boolean;
  readonly errorType: string | undefined;
  /** Of a streaming handler that failed: `Lambda-Runtime-Function-Error-Type` and `-Error-Body`, behind the body. */
  readonly trailingErrorType: string | undefined;
  readonly trailingErrorBody: string | undefined;
}

/**
 * Reads what a runtime posts; beyond `limit` bytes nothing is kept, and the rest is read all the same, so that the
 * runtime gets to hear the answer.
 *
 * @throws Error when the runtime went away before the end: half an answer is none
 */
export async function readPosted(request: IncomingMessage, limit: number): Promise<Posted> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks = [];
  }
  return postedOf(request, size > limit ? undefined : Buffer.concat(chunks), size, limit);
}

/**
 * What stands around a body that has been read.
 *
 * @throws Error when the runtime went away before the end: half an answer is none
 */
export function postedOf(
  request: IncomingMessage,
  body: Buffer | undefined,
  size: number,
  limit: number,
): Posted {
  if (!request.complete) throw new Error('the runtime went away in the middle of its answer');
  const { headers, trailers } = request;
  return {
    body,
    size,
    limit,
    contentType: headers['content-type'] ?? 'application/octet-stream',
    isStream: headers['lambda-runtime-function-response-mode'] === 'streaming',
    errorType: text(headers['lambda-runtime-function-error-type']),
    trailingErrorType: text(trailers['lambda-runtime-function-error-type']),
    trailingErrorBody: text(trailers['lambda-runtime-function-error-body']),
  };
}

/** The error that was posted: from the trailers (base64 of JSON) when it came there, else from the body. */
export function runtimeError(posted: Posted): RuntimeError {
  const { trailingErrorType, trailingErrorBody } = posted;
  const json =
    trailingErrorType === undefined
      ? (posted.body ?? Buffer.alloc(0))
      : Buffer.from(trailingErrorBody ?? '', 'base64');
  const { errorType, errorMessage, trace } = parse(json.toString('utf8'));
  return {
    errorType: text(errorType) ?? trailingErrorType ?? posted.errorType ?? 'Error',
    errorMessage: text(errorMessage) ?? '',
    ...(isTexts(trace) && { trace }),
  };
}

function parse(json: string): Partial<Record<keyof RuntimeError, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
