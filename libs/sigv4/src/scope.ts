/** What a signature is good for: one day, one region, one service. */
export interface CredentialScope {
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** How every scope ends. */
export const TERMINATOR = 'aws4_request';

/** The credential scope as it stands in the string to sign (IAM User Guide, "Elements of an AWS API request signature"). */
export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/${TERMINATOR}`;
}
