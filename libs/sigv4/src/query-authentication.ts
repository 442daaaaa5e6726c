import { readClaim, type Claim } from './claim';
import { percentDecode } from './percent-encoding';
import type { ReceivedHeaders } from './received-headers';
import { quoted, refusal } from './refusals';
import { ALGORITHM } from './string-to-sign';
import type { Refusal } from './types';

/** The parameters of query authentication, the token's last (IAM User Guide, "Elements of an AWS API request signature"). */
const QUERY_AUTHENTICATION: readonly string[] = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
];

/** A presigned request lives for a week at most, in seconds. */
export const LONGEST_LIFETIME = 604_800;

/**
 * Reads query authentication.
 * @param canonicalQuery the canonical query, signature included
 */
export function parseQueryAuthentication(canonicalQuery: string, headers: ReceivedHeaders): Claim | Refusal {
  const values = new Map<string, string>();
  for (const piece of canonicalQuery.split('&')) {
    // In a canonical query every name has its one "=".
    const [name = '', value = ''] = piece.split('=');
    if (!QUERY_AUTHENTICATION.includes(name)) continue;
    if (values.has(name)) {
      return incomplete(`The query parameter ${name} came more than once: send it once.`);
    }
    values.set(name, percentDecode(value));
  }
  const missing = QUERY_AUTHENTICATION.filter((name) => name !== 'X-Amz-Security-Token' && !values.get(name));
  if (missing.length > 0) return incomplete(`The query lacks ${missing.join(', ')}.`);
  const algorithm = values.get('X-Amz-Algorithm') ?? '';
  if (algorithm !== ALGORITHM) {
    return refusal(
      'IncompleteSignatureException',
      `Unsupported AWS 'algorithm': ${quoted(algorithm)}.`,
      `X-Amz-Algorithm is ${quoted(algorithm)}: only ${ALGORITHM} is understood.`,
    );
  }
  const expires = values.get('X-Amz-Expires') ?? '';
  const expiresIn = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (expiresIn < 1 || expiresIn > LONGEST_LIFETIME) {
    return refusal(
      'IncompleteSignatureException',
      `X-Amz-Expires must be between 1 and ${LONGEST_LIFETIME} seconds`,
      `X-Amz-Expires is ${quoted(expires)}: a presigned request lives from 1 to ${LONGEST_LIFETIME} seconds.`,
    );
  }
  if (headers.has('x-amz-security-token')) {
    return incomplete(
      'A presigned request carries its session token in the query, and not in a header besides.',
    );
  }
  return readClaim('query', {
    credential: values.get('X-Amz-Credential') ?? '',
    signedHeaders: values.get('X-Amz-SignedHeaders') ?? '',
    signature: values.get('X-Amz-Signature') ?? '',
    amzDate: values.get('X-Amz-Date') ?? '',
    expiresIn,
    sessionToken: values.get('X-Amz-Security-Token'),
  });
}

function incomplete(explanation: string): Refusal {
  return refusal(
    'IncompleteSignatureException',
    "AWS query-string parameters must include 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', " +
      "'X-Amz-SignedHeaders' and 'X-Amz-Date'. Re-examine the query-string parameters.",
    explanation,
  );
}
