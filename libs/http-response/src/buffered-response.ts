import { foldHeaders } from './fold-headers';
import type { FunctionUrlResult, HeaderPair } from './function-url-result';
import { losslessText } from './lossless-text';

/** An HTTP response whose body is at hand. */
export interface BufferedResponse {
  readonly statusCode: number;
  /** The fields in their order; Set-Cookie fields among them become cookies. */
  readonly headers: Iterable<HeaderPair>;
  /** Set-Cookie values beside those among the headers. */
  readonly cookies?: readonly string[];
  readonly body: Uint8Array;
}

/**
 * The result that makes a function URL send this response, the body to the byte.
 *
 * The body goes as text only when that is certain to be lossless, otherwise as base64. A body without a content
 * type is sent as `application/octet-stream`: the platform would call it JSON.
 *
 * @example
 * bufferedResponse({
 *   statusCode: 200,
 *   headers: [['content-type', 'image/png'], ['set-cookie', 'seen=1']],
 *   body: png,
 * });
 */
export function bufferedResponse(response: BufferedResponse): FunctionUrlResult {
  const folded = foldHeaders(response.headers);
  const cookies = [...folded.cookies, ...(response.cookies ?? [])];
  const contentType = folded.headers['content-type'];
  const text = losslessText(response.body, contentType, folded.headers['content-encoding']);
  const empty = response.body.byteLength === 0;
  return {
    statusCode: response.statusCode,
    headers:
      contentType === undefined && !empty
        ? { ...folded.headers, 'content-type': 'application/octet-stream' }
        : folded.headers,
    ...(cookies.length > 0 ? { cookies } : {}),
    body: text ?? base64(response.body),
    isBase64Encoded: text === undefined && !empty,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
