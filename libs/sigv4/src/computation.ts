import { canonicalHeaders } from './canonical-headers';
import { canonicalQuery, type PlusReading } from './canonical-query';
import { canonicalRequest } from './canonical-request';
import { canonicalUri } from './canonical-uri';
import type { Claim } from './claim';
import { sha256Hex, type NodeCrypto } from './native-hashing';
import { credentialScope } from './scope';
import { stringToSign } from './string-to-sign';
import type { HeaderPairs } from './types';
import { bytesOf } from './wire-bytes';

/** What a received request is canonicalised from. */
export interface Received {
  readonly method: string;
  /** Byte strings. */
  readonly path: string;
  readonly query: string;
  /** The canonical query in its first reading, whatever stands in it. */
  readonly wholeQuery: string;
  readonly headers: HeaderPairs;
  /** The body's own hash. */
  readonly payloadHash: string;
  readonly claim: Claim;
}

/** The lines of a canonical request, before they are put together. */
export interface CanonicalLines {
  readonly method: string;
  readonly uri: string;
  readonly query: string;
  readonly headers: string;
  readonly signedHeaders: string;
  readonly payloadHash: string;
}

/** How a query may be read where signers, and services, differ. */
export interface QueryReading {
  readonly plus: PlusReading;
  /** Whether the session token of a presigned request was added after signing, as some services want it. */
  readonly tokenUnsigned: boolean;
}

/** The canonical request's lines for a received request. */
export function canonicalLines(received: Received, reading: QueryReading): CanonicalLines {
  const { claim, headers, method, path, payloadHash } = received;
  return {
    method,
    uri: canonicalUri(path, claim.service),
    query: readQuery(received, reading),
    headers: canonicalHeaders(headers, claim.signedHeaders),
    signedHeaders: claim.signedHeaders.join(';'),
    payloadHash,
  };
}

/** The canonical query for a received request: without its signature when that stands in it. */
export function readQuery(
  { claim, query, wholeQuery }: Received,
  { plus, tokenUnsigned }: QueryReading,
): string {
  if (claim.from === 'header') return plus === '%20' ? wholeQuery : canonicalQuery(query, plus);
  const without = tokenUnsigned ? ['X-Amz-Signature', 'X-Amz-Security-Token'] : ['X-Amz-Signature'];
  return canonicalQuery(query, plus, without);
}

/** A canonical request's lines, put together. */
export function canonicalText(lines: CanonicalLines): string {
  return canonicalRequest(
    lines.method,
    lines.uri,
    lines.query,
    lines.headers,
    lines.signedHeaders,
    lines.payloadHash,
  );
}

/** The string to sign for a canonical request. */
export function textToSign(crypto: NodeCrypto, canonical: string, claim: Claim): string {
  const hash = sha256Hex(crypto, bytesOf(canonical));
  return stringToSign(claim.amzDate, credentialScope(claim.date, claim.region, claim.service), hash);
}

/** The 32 bytes of the signature that belongs to a canonical request's lines. */
export function computeSignature(
  crypto: NodeCrypto,
  key: Uint8Array,
  lines: CanonicalLines,
  claim: Claim,
): Uint8Array {
  return crypto
    .createHmac('sha256', key)
    .update(textToSign(crypto, canonicalText(lines), claim))
    .digest();
}

/**
 * Compares a signature with the one that a client gave, in a time that tells nothing: always 32 bytes, whatever came.
 */
export function isSignature(crypto: NodeCrypto, expected: Uint8Array, given: string): boolean {
  const wellFormed = SIGNATURE.test(given);
  const bytes = Buffer.alloc(32);
  if (wellFormed) bytes.write(given, 'hex');
  return crypto.timingSafeEqual(expected, bytes) && wellFormed;
}

const SIGNATURE = /^[0-9a-f]{64}$/;
