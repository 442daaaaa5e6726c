import { readClaim, type Claim } from './claim';
import type { ReceivedHeaders } from './received-headers';
import { quoted, refusal } from './refusals';
import { ALGORITHM } from './string-to-sign';
import type { Refusal } from './types';

/** The Authorization header's value (IAM User Guide, "Create a signed AWS API request", step 5). */
export function authorization(
  accessKeyId: string,
  scope: string,
  signedHeaders: string,
  signature: string,
): string {
  return `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** Reads header authentication. The fields may come in any order, with or without a space after the comma; each once. */
export function parseAuthorization(headers: ReceivedHeaders): Claim | Refusal {
  const value = single(headers, 'authorization');
  if (typeof value !== 'string') return value;
  const [algorithm = ''] = value.split(' ', 1);
  if (algorithm !== ALGORITHM) {
    return incomplete(
      algorithm.startsWith('AWS4')
        ? `Unsupported AWS 'algorithm': ${quoted(algorithm)}.`
        : "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
            "Authorization header requires 'SignedHeaders' parameter.",
      `The Authorization header starts with ${quoted(algorithm, 24)}: only ${ALGORITHM} is understood.`,
    );
  }
  const fields = new Map<string, string>();
  for (const piece of value.slice(ALGORITHM.length).split(',')) {
    const field = piece.trim();
    const equals = field.indexOf('=');
    const name = field.slice(0, Math.max(equals, 0));
    if (!FIELDS.includes(name) || fields.has(name)) {
      return incomplete(
        'Invalid key=value pair in Authorization header.',
        equals === -1
          ? `Between two commas of the Authorization header there is no key=value pair.`
          : `The Authorization header's field ${quoted(name)} ${fields.has(name) ? 'came twice' : 'is unknown'}: it holds ${FIELDS.join(', ')}, each once.`,
      );
    }
    fields.set(name, field.slice(equals + 1));
  }
  const missing = FIELDS.filter((name) => !fields.get(name));
  if (missing.length > 0) {
    return incomplete(
      missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '),
      `The Authorization header lacks ${missing.join(', ')}.`,
    );
  }
  const amzDate = single(headers, 'x-amz-date');
  if (typeof amzDate !== 'string') return amzDate;
  const tokens = headers.get('x-amz-security-token') ?? [];
  if (tokens.length > 1) return repeated('x-amz-security-token');
  return readClaim('header', {
    credential: fields.get('Credential') ?? '',
    signedHeaders: fields.get('SignedHeaders') ?? '',
    signature: fields.get('Signature') ?? '',
    amzDate,
    sessionToken: tokens[0]?.trim(),
  });
}

const FIELDS: readonly string[] = ['Credential', 'SignedHeaders', 'Signature'];

function single(headers: ReceivedHeaders, name: string): string | Refusal {
  const [value, another] = headers.get(name) ?? [];
  if (another !== undefined) return repeated(name);
  if (value !== undefined) return value.trim();
  return incomplete(
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    `The header ${name} is missing: a signature counts only for its time.`,
  );
}

function repeated(name: string): Refusal {
  return incomplete(
    `The header '${name}' must be sent once.`,
    `The header ${name} came more than once. Each hop could choose another one: send it once.`,
  );
}

function incomplete(message: string, explanation: string): Refusal {
  return refusal('IncompleteSignatureException', message, explanation);
}
