import type { FunctionUrlEvent } from './function-url-event';

/**
 * The body of a request as the bytes that the client sent; empty when it sent none.
 *
 * The platform hands textual bodies over as text and all others as base64.
 */
export function requestBody(event: Pick<FunctionUrlEvent, 'body' | 'isBase64Encoded'>): Uint8Array {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}
