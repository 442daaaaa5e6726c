import { headerPairs, isRecord, MalformedResponse, show, statusCode } from './response-parts';
import type { UrlResponse } from './url-response';

/** With this content type a stream begins with a prelude. */
const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';
/** What stands between the prelude and the body. */
const DELIMITER = Buffer.alloc(8);

/**
 * Reads what a streaming handler wrote as a function URL with InvokeMode RESPONSE_STREAM does: status, headers and
 * cookies come from the prelude only. Source: Lambda Developer Guide, "Response streaming for Lambda functions";
 * aws-lambda-nodejs-runtime-interface-client issues 95 and 97 for a stream that was ended without a write.
 *
 * @param contentType as the runtime posted it
 * @throws MalformedResponse when AWS would answer 502
 */
export function streamedResponse(contentType: string, stream: Buffer): UrlResponse {
  if (contentType !== PRELUDE_TYPE) {
    return { status: 200, headers: [['Content-Type', contentType]], body: stream };
  }
  if (stream.length === 0) return { status: 200, headers: [], body: stream };
  const end = stream.indexOf(DELIMITER);
  if (end === -1) {
    throw new MalformedResponse(
      'the stream has no prelude: write to it before you end it, or HttpResponseStream.from has no effect',
    );
  }
  const prelude = parse(stream.subarray(0, end).toString('utf8'));
  return {
    status: prelude['statusCode'] === undefined ? 200 : statusCode(prelude['statusCode']),
    headers: headerPairs(prelude, 'application/octet-stream'),
    body: stream.subarray(end + DELIMITER.length),
  };
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MalformedResponse(`the prelude is not JSON: ${show(text)}`, { cause: error });
  }
  if (!isRecord(value)) throw new MalformedResponse(`the prelude is ${show(value)}; it must be an object`);
  return value;
}
