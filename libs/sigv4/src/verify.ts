import { amzDate } from './amz-date';
import { parseAuthorization } from './authorization';
import { canonicalQuery } from './canonical-query';
import type { Claim } from './claim';
import {
  canonicalLines,
  computeSignature,
  isSignature,
  readQuery,
  type CanonicalLines,
  type QueryReading,
  type Received,
} from './computation';
import { explainMismatch } from './explain-mismatch';
import { ACCESS_KEY_ID } from './memoized-credentials';
import { nodeCrypto, type NodeCrypto } from './native-hashing';
import { parseQueryAuthentication } from './query-authentication';
import { HEADER_LIMIT, receivedHeaders, type ReceivedHeaders } from './received-headers';
import { INVALID_TOKEN, MISMATCH, quoted, refusal } from './refusals';
import { LINE_BREAKING, queryAuthenticationIn, splitTarget, TOKEN } from './request-parts';
import { TERMINATOR } from './scope';
import { signingKey } from './signing-key';
import type { Key, KeyLookup, ReceivedRequest, Refusal, Verification, VerifyOptions } from './types';
import { byteString } from './wire-bytes';

/**
 * Verifies the signature of a received request (Signature Version 4; header and query authentication), as a gate in
 * front of a service does. Synchronous; needs `node:crypto`. Never throws, whatever came: a fault of the lookup's is a
 * refusal too.
 * @param lookup finds the key that the request names
 * @returns whose request it is, or why it is refused: AWS's text for the client, and an explanation for the terminal
 * @example
 * const verification = verify(
 *   { method: 'GET', target: request.url, headers, body },
 *   (id) => keys.get(id),
 *   { region: 'eu-west-1', service: 'lambda' },
 * );
 * if (!verification.ok) console.error(verification.explanation);
 */
export function verify<P>(
  request: ReceivedRequest,
  lookup: KeyLookup<P>,
  options: VerifyOptions,
): Verification<P> {
  try {
    return verified(request, lookup, options);
  } catch (error) {
    return refusal(
      'InvalidSignatureException',
      MISMATCH,
      `The request could not be verified: ${error instanceof Error ? error.message : 'something that is no Error was thrown'}`,
    );
  }
}

/** How far a client's clock may be off, in ms (IAM User Guide, "Troubleshoot signed requests for AWS APIs"). */
const TOLERANCE = 300_000;

function verified<P>(
  request: ReceivedRequest,
  lookup: KeyLookup<P>,
  options: VerifyOptions,
): Verification<P> {
  const crypto = nodeCrypto();
  if (crypto === undefined) throw new Error('this runtime has no node:crypto, which verify needs');
  const headers = receivedHeaders(request.headers);
  if (isRefusal(headers)) return headers;
  const target = byteString(request.target);
  const malformed = checkRequestLine(request.method, target);
  if (malformed !== undefined) return malformed;
  const [path, query] = splitTarget(target);
  const claim = readAuthentication(headers, canonicalQuery(query));
  if (isRefusal(claim)) return claim;
  const unfit =
    checkScope(claim, options) ??
    checkTime(claim, (options.clock?.() ?? new Date()).getTime()) ??
    checkSignedHeaders(claim, headers);
  if (unfit !== undefined) return unfit;
  const key = findKey(claim, lookup, crypto);
  if (isRefusal(key)) return key;
  const payloadHash = crypto.createHash('sha256').update(request.body).digest('hex');
  const received: Received = {
    method: request.method,
    path,
    query,
    headers: request.headers,
    payloadHash,
    claim,
  };
  const derived = signingKey(
    crypto,
    claim.accessKeyId,
    key.secretAccessKey,
    claim.date,
    claim.region,
    claim.service,
  );
  const { accessKeyId, signedHeaders } = claim;
  const forged = checkPayload(headers, payloadHash);
  if (forged !== undefined) return forged;
  const [first, ...others] = queryReadings(received);
  const lines = canonicalLines(received, first);
  if (
    isSigned(crypto, derived, lines, claim) ||
    others.some((other) => isSigned(crypto, derived, { ...lines, query: readQuery(received, other) }, claim))
  ) {
    return { ok: true, principal: key.principal, accessKeyId, signedHeaders };
  }
  return refusal('InvalidSignatureException', MISMATCH, explainMismatch(crypto, derived, received, first));
}

function isSigned(crypto: NodeCrypto, key: Uint8Array, lines: CanonicalLines, claim: Claim): boolean {
  return isSignature(crypto, computeSignature(crypto, key, lines, claim), claim.signature);
}

/**
 * How the query may be read. Signers disagree on a raw `+`, and some services take a presigned request's token after
 * signing; neither reading lets anything through that the key's holder did not sign, as the token is compared by itself.
 */
function queryReadings({ query, claim }: Received): [QueryReading, ...QueryReading[]] {
  const readings: [QueryReading, ...QueryReading[]] = [{ plus: '%20', tokenUnsigned: false }];
  const unsignable = claim.from === 'query' && claim.sessionToken !== undefined;
  if (query.includes('+')) readings.push({ plus: '%2B', tokenUnsigned: false });
  if (unsignable) readings.push(...readings.map(({ plus }) => ({ plus, tokenUnsigned: true })));
  return readings;
}

function isRefusal(value: object): value is Refusal {
  return 'ok' in value && value.ok === false;
}

function checkRequestLine(method: string, target: string): Refusal | undefined {
  if (
    TOKEN.test(method) &&
    target.startsWith('/') &&
    !LINE_BREAKING.test(target) &&
    target.length <= HEADER_LIMIT
  ) {
    return undefined;
  }
  return refusal(
    'IncompleteSignatureException',
    'The request line is invalid.',
    `The method is ${quoted(method)}, the target ${quoted(target)}. A method is an HTTP token; a target starts with "/", ` +
      `holds no CR, LF or NUL, and is at most ${HEADER_LIMIT} bytes long.`,
  );
}

function readAuthentication(headers: ReceivedHeaders, query: string): Claim | Refusal {
  const parameter = queryAuthenticationIn(query);
  const header = headers.get('authorization');
  if (header !== undefined && parameter !== undefined) {
    return refusal(
      'IncompleteSignatureException',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header should be specified',
      `There is an Authorization header, and ${parameter} in the query. Authenticate by one of them.`,
    );
  }
  if (header !== undefined) return parseAuthorization(headers);
  if (parameter !== undefined) return parseQueryAuthentication(query, headers);
  return refusal(
    'MissingAuthenticationToken',
    'Missing Authentication Token',
    'The request is not signed: it has no Authorization header, and no X-Amz-Signature in its query.',
  );
}

function checkScope(claim: Claim, { region, service }: VerifyOptions): Refusal | undefined {
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

function checkTime({ amzDate: date, time, expiresIn }: Claim, now: number): Refusal | undefined {
  if (Number.isNaN(now)) throw new Error('the clock gave an invalid date');
  const text = amzDate(new Date(now));
  if (time - now > TOLERANCE) {
    return invalid(
      `Signature not yet current: ${date} is still later than ${amzDate(new Date(now + TOLERANCE))} (${text} + 5 min.)`,
      `The request is dated ${date}, and here it is ${text}: more than five minutes early. Set the client's clock.`,
    );
  }
  if (expiresIn === undefined && now - time > TOLERANCE) {
    return invalid(
      `Signature expired: ${date} is now earlier than ${amzDate(new Date(now - TOLERANCE))} (${text} - 5 min.)`,
      `The request is dated ${date}, and here it is ${text}: more than five minutes late. Set the client's clock, or sign shortly before sending.`,
    );
  }
  if (expiresIn !== undefined && now - time > expiresIn * 1000) {
    return invalid(
      `Signature expired: ${date} is now earlier than ${amzDate(new Date(now - expiresIn * 1000))} (${text} - ${expiresIn} s.)`,
      `The request was presigned at ${date} for ${expiresIn} s, and here it is ${text}: presign a new one.`,
    );
  }
  return undefined;
}

function checkSignedHeaders({ signedHeaders }: Claim, headers: ReceivedHeaders): Refusal | undefined {
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

function findKey<P>(claim: Claim, lookup: KeyLookup<P>, crypto: NodeCrypto): Key<P> | Refusal {
  const { accessKeyId, sessionToken } = claim;
  const key = ACCESS_KEY_ID.test(accessKeyId) ? lookup(accessKeyId) : undefined;
  // A lookup in a plain object finds something for `constructor` too.
  if (typeof key?.secretAccessKey !== 'string' || key.secretAccessKey === '') {
    return unrecognized(`Nobody here has the access key ${quoted(accessKeyId)}.`);
  }
  if (key.sessionToken === undefined) {
    if (sessionToken === undefined) return key;
    return unrecognized(
      `${accessKeyId} is no temporary key, and a session token came with it: leave X-Amz-Security-Token out.`,
    );
  }
  if (sessionToken === undefined) {
    return unrecognized(`${accessKeyId} is a temporary key: send its session token as X-Amz-Security-Token.`);
  }
  const [expected, given] = [key.sessionToken, sessionToken].map((token) =>
    crypto.createHash('sha256').update(token).digest(),
  );
  if (expected && given && crypto.timingSafeEqual(expected, given)) return key;
  return unrecognized(
    `The session token that came is not the one of ${accessKeyId}: take all three values from one set of credentials.`,
  );
}

function checkPayload(headers: ReceivedHeaders, payloadHash: string): Refusal | undefined {
  const [declared, another] = headers.get('x-amz-content-sha256') ?? [];
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

function unrecognized(explanation: string): Refusal {
  return refusal('UnrecognizedClientException', INVALID_TOKEN, explanation);
}
