/**
 * The canonical request (IAM User Guide, "Create a signed AWS API request", step 1): a byte string.
 * @param headers the canonical header lines, each with its line feed
 */
export function canonicalRequest(
  method: string,
  uri: string,
  query: string,
  headers: string,
  signedHeaders: string,
  payloadHash: string,
): string {
  return `${method}\n${uri}\n${query}\n${headers}\n${signedHeaders}\n${payloadHash}`;
}
