import { amzDate } from './amz-date';
import type { Claim } from './claim';
import type { ReceivedHeaders } from './received-headers';
import { MISMATCH, quoted, refusal } from './refusals';
import { TERMINATOR } from './scope';
import type { Refusal, VerifyOptions } from './types';

/** How far a client's clock may be off, in ms (IAM User Guide, "Troubleshoot signed requests for AWS APIs"). */
const TOLERANCE = 300_000;

/** The scope: today's, for this region and service, and properly ended. */
export function checkScope(claim: Claim, { region, service }: VerifyOptions): Refusal | undefined {
  const { amzDate: date } = claim;
  if (claim.terminator !== TERMINATOR) {
    return invalid(
      `Credential should be scoped with a valid terminator: '${TERMINATOR}', not ${quoted(claim.terminator)}.`,
      `The credential scope ends in ${quoted(claim.terminator)}: it must end in ${TERMINATOR}.`,
    );
  }
  if (claim.region !== region) {
    return invalid(
      `Credential should be scoped to a valid Region, not ${printableName(claim.region)}`,
      `The request is signed for the region ${quoted(claim.region)}, and this is ${region}: set the client's region.`,
    );
  }
  if (claim.service !== service) {
    return invalid(
      `Credential should be scoped to correct service: '${service}'`,
      `The request is signed for the service ${quoted(claim.service)}, and this is ${service}: set the client's signing name.`,
    );
  }
  if (claim.date !== date.slice(0, 8)) {
    return invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${quoted(claim.date)} != '${date.slice(0, 8)}', from '${date}'.`,
      `The credential scope is for ${quoted(claim.date)}, X-Amz-Date says ${date}: sign with one date, in UTC.`,
    );
  }
  return undefined;
}

/** The time: at most five minutes off, or within a presigned request's life. */
export function checkTime({ amzDate: date, time, expiresIn }: Claim, now: number): Refusal | undefined {
  if (Number.isNaN(now) || Number.isNaN(time)) throw new Error('a clock gave an invalid date');
  const text = (at: number): string => amzDate(new Date(at));
  if (time - now > TOLERANCE) {
    return invalid(
      `Signature not yet current: ${date} is still later than ${text(now + TOLERANCE)} (${text(now)} + 5 min.)`,
      `The request is dated ${date}, and here it is ${text(now)}: more than five minutes early. Set the client's clock.`,
    );
  }
  if (expiresIn === undefined && now - time > TOLERANCE) {
    return invalid(
      `Signature expired: ${date} is now earlier than ${text(now - TOLERANCE)} (${text(now)} - 5 min.)`,
      `The request is dated ${date}, and here it is ${text(now)}: more than five minutes late. Set the client's clock, or sign shortly before sending.`,
    );
  }
  if (expiresIn !== undefined && now - time > expiresIn * 1000) {
    return invalid(
      `Signature expired: ${date} is now earlier than ${text(now - expiresIn * 1000)} (${text(now)} - ${expiresIn} s.)`,
      `The request was presigned at ${date} for ${expiresIn} s, and here it is ${text(now)}: presign a new one.`,
    );
  }
  return undefined;
}

/** The signed headers: properly listed, all there, and among them `host` and every `x-amz-*` that came. */
export function checkSignedHeaders({ signedHeaders }: Claim, headers: ReceivedHeaders): Refusal | undefined {
  let before = '';
  for (const name of signedHeaders) {
    if (!LOWER_CASE_TOKEN.test(name) || name <= before) {
      return refusal(
        'IncompleteSignatureException',
        'SignedHeaders must be lower-case header names in ascending order, separated by semicolons.',
        `Among SignedHeaders stands ${quoted(name)} after ${quoted(before)}: names are lower-case, sorted, and each there once.`,
      );
    }
    if (!headers.has(name)) {
      return invalid(
        MISMATCH,
        `SignedHeaders names ${quoted(name)}, which did not arrive. A proxy may have dropped it: sign only what arrives.`,
      );
    }
    before = name;
  }
  const signed = new Set(signedHeaders);
  const hosts = headers.get('host')?.length ?? 0;
  if (!signed.has('host') || hosts !== 1) {
    return invalid(
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
      hosts > 1
        ? `${hosts} Host headers came: send one.`
        : 'SignedHeaders must name host, or the request could be sent elsewhere.',
    );
  }
  for (const name of headers.keys()) {
    // The token is compared with the key's own, signed or not; some services take it after signing.
    if (name.startsWith('x-amz-') && name !== 'x-amz-security-token' && !signed.has(name)) {
      return invalid(
        'There were headers present in the request which were not signed',
        `The header ${quoted(name)} came and is not among SignedHeaders: anybody could have added it. Sign every x-amz-*.`,
      );
    }
  }
  return undefined;
}

/** The declared payload hash, where there is one: the hash of the body that arrived. */
export function checkPayload(headers: ReceivedHeaders, payloadHash: string): Refusal | undefined {
  const [declared, another] = (headers.get('x-amz-content-sha256') ?? []).map((value) => value.trim());
  if (declared === undefined || (declared === payloadHash && another === undefined)) return undefined;
  if (another !== undefined)
    return invalid(MISMATCH, 'The header x-amz-content-sha256 came more than once: send it once.');
  if (/^(UNSIGNED|STREAMING)-/.test(declared)) {
    return invalid(
      MISMATCH,
      `x-amz-content-sha256 is ${quoted(declared)}, which Lambda does not accept: send the body's SHA-256.`,
    );
  }
  return invalid(
    MISMATCH,
    `x-amz-content-sha256 is ${quoted(declared)}, and the SHA-256 of the body that arrived is ${payloadHash}: the body was changed on its way, or hashed in another encoding.`,
  );
}

const LOWER_CASE_TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

function printableName(value: string): string {
  return quoted(value).slice(1, -1);
}

function invalid(message: string, explanation: string): Refusal {
  return refusal('InvalidSignatureException', message, explanation);
}
