import type { HeaderPair } from '@furl/http-response';

import { UpstreamError } from './errors';
import { detail } from './upstream-errors';

/** How much of a refusal's body is read for the log, in bytes. */
export const refusalBytes = 64 * 1024;

/**
 * Whether this is an answer of the upstream's platform, not of the upstream function, that refuses *our* credentials,
 * signature or permission. It is no answer to the client's request: the client is not the one who signed.
 *
 * @param headers as they came
 * @returns the type of the refusal
 */
export function refusedSignature(statusCode: number, headers: readonly HeaderPair[]): string | undefined {
  if (statusCode !== 403) return undefined;
  const errorType = field(headers, 'x-amzn-errortype')?.split(':', 1)[0]?.trim();
  return errorType !== undefined && signatureFaults.has(errorType) ? errorType : undefined;
}

/**
 * The error for the client, which names neither role nor function, with the platform's reason for the log.
 *
 * @param errorType what {@link refusedSignature} found
 * @param body as much of it as came
 */
export function signatureRefusal(
  errorType: string,
  headers: readonly HeaderPair[],
  body: Uint8Array,
): UpstreamError {
  return new UpstreamError('upstream_access_denied', detail('upstream_access_denied'), {
    reason: {
      errorType,
      reason: platformMessage(body),
      upstreamRequestId: field(headers, 'x-amzn-requestid'),
    },
  });
}

/** Error types of the platform that are about the signer (AWS General Reference, "Common error types"). */
const signatureFaults = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

function field(headers: readonly HeaderPair[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/**
 * The first sentences of the platform's message. The long form of a signature mismatch goes on with the canonical
 * request, session token included, which has no place in a log.
 */
function platformMessage(body: Uint8Array): string | undefined {
  try {
    const parsed = JSON.parse(Buffer.from(body).toString('utf8')) as {
      message?: unknown;
      Message?: unknown;
    } | null;
    const message = parsed?.message ?? parsed?.Message;
    if (typeof message !== 'string') return undefined;
    return message.split(/\n|The Canonical String/, 1)[0]?.slice(0, 300);
  } catch {
    return undefined;
  }
}
