/** The algorithm's name: in the string to sign, in Authorization, in a presigned query. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The string to sign (IAM User Guide, "Create a signed AWS API request", step 3).
 * @param amzDate the request's time, `YYYYMMDD'T'HHMMSS'Z'`
 * @param requestHash the canonical request's SHA-256 in hex
 */
export function stringToSign(amzDate: string, scope: string, requestHash: string): string {
  return `${ALGORITHM}\n${amzDate}\n${scope}\n${requestHash}`;
}
