/** How every scope ends. */
export const TERMINATOR = 'aws4_request';

/**
 * The credential scope: what a signature is good for (IAM User Guide, "Elements of an AWS API request signature").
 * @param date `YYYYMMDD`
 */
export function credentialScope(date: string, region: string, service: string): string {
  return `${date}/${region}/${service}/${TERMINATOR}`;
}
