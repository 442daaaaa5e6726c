import type { FunctionUrlResult } from '@furl/http-response';

/** Bytes of the largest body that can be in a buffered result (AWS Lambda Developer Guide, "Lambda quotas"). */
export const maximumBufferedBytes = 6 * 1024 * 1024;

/** Bytes of the largest streamed answer (AWS Lambda Developer Guide, "Response streaming for Lambda functions"). */
export const maximumStreamedBytes = 200 * 1024 * 1024;

/** Bytes of the largest result that the Runtime API takes: the 6 MB and 100 bytes. */
const maximumPayloadBytes = maximumBufferedBytes + 100;

/**
 * Whether the platform takes this result: its JSON counts, so base64 and escapes do too. What is larger would end as
 * the platform's bare 502.
 */
export function payloadFits(result: FunctionUrlResult): boolean {
  // A character takes six bytes of JSON at most: no need to serialise what is small.
  const upperBound = (length: number) => length * 6;
  if (upperBound(result.body.length) <= maximumPayloadBytes - headAllowance) return true;
  return Buffer.byteLength(JSON.stringify(result)) <= maximumPayloadBytes;
}

/** More than a head can take as JSON: Node refuses answers whose header is over 16 KB. */
const headAllowance = 256 * 1024;
