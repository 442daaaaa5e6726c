import type { FunctionUrlEvent } from './function-url-event';

type EventBody = Pick<FunctionUrlEvent, 'body' | 'isBase64Encoded'>;

/**
 * The body of a request as the bytes that the client sent; empty when it sent none.
 *
 * The platform hands textual bodies over as text and all others as base64.
 */
export function requestBody(event: EventBody): Uint8Array {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

/** How many bytes {@link requestBody} has, without decoding them. */
export function requestBodyBytes(event: EventBody): number {
  return Buffer.byteLength(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}
