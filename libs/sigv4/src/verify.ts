import { parseAuthorization } from './authorization';
import { canonicalQuery } from './canonical-query';
import { checkPayload, checkScope, checkSignedHeaders, checkTime } from './check-claim';
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
import { findKey } from './find-key';
import { nodeCrypto, sha256Hex, type NodeCrypto } from './native-hashing';
import { parseQueryAuthentication } from './query-authentication';
import { HEADER_LIMIT, receivedHeaders, type ReceivedHeaders } from './received-headers';
import { isRefusal, MISMATCH, quoted, refusal } from './refusals';
import { LINE_BREAKING, queryAuthenticationIn, splitTarget, TOKEN } from './request-parts';
import { signingKey } from './signing-key';
import type { KeyLookup, ReceivedRequest, Refusal, Verification, VerifyOptions } from './types';
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
  const wholeQuery = canonicalQuery(query);
  const claim = readAuthentication(headers, wholeQuery);
  if (isRefusal(claim)) return claim;
  const unfit =
    checkScope(claim, options) ??
    checkTime(claim, (options.clock?.() ?? new Date()).getTime()) ??
    checkSignedHeaders(claim, headers);
  if (unfit !== undefined) return unfit;
  const key = findKey(claim, lookup, crypto);
  if (isRefusal(key)) return key;
  const payloadHash = sha256Hex(crypto, request.body);
  const received: Received = {
    method: request.method,
    path,
    query,
    wholeQuery,
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
