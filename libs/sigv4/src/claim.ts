import { parseAmzDate } from './amz-date';
import { quoted, refusal } from './refusals';
import type { Refusal } from './types';

/** What a client says about its signature. */
export interface Claim {
  /** Whether the Authorization header says it, or the query. */
  readonly from: 'header' | 'query';
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  /** As they were listed, unchecked. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly amzDate: string;
  /** `amzDate` in ms since the epoch. */
  readonly time: number;
  /** How long a presigned request is good for, in seconds. */
  readonly expiresIn?: number;
  /** As it came in the header or the query. */
  readonly sessionToken?: string;
}

/** The texts that a claim is read from. */
export interface ClaimTexts {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly amzDate: string;
  readonly expiresIn?: number;
  readonly sessionToken?: string | undefined;
}

/** Reads what header and query authentication have in common. */
export function readClaim(from: Claim['from'], texts: ClaimTexts): Claim | Refusal {
  const { credential, signedHeaders, signature, amzDate, expiresIn, sessionToken } = texts;
  const parts = credential.split('/');
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = parts;
  if (parts.length !== 5) {
    return refusal(
      'IncompleteSignatureException',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got ${quoted(credential)}`,
      `The Credential ${quoted(credential)} has ${parts.length} parts. It must read <access key id>/<YYYYMMDD>/<region>/<service>/aws4_request.`,
    );
  }
  const time = parseAmzDate(amzDate);
  if (time === undefined) {
    return refusal(
      'IncompleteSignatureException',
      `Date must be in ISO-8601 'basic format'. Got ${quoted(amzDate)}. See http://en.wikipedia.org/wiki/ISO_8601`,
      `X-Amz-Date is ${quoted(amzDate)}. It must read like 20150830T123600Z: UTC, to the second, a day that exists.`,
    );
  }
  return {
    from,
    accessKeyId,
    date,
    region,
    service,
    terminator,
    signedHeaders: signedHeaders.split(';'),
    signature,
    amzDate,
    time,
    ...(expiresIn !== undefined && { expiresIn }),
    ...(sessionToken !== undefined && { sessionToken }),
  };
}
