import { canonicalHeaders } from './canonical-headers';
import { canonicalQuery } from './canonical-query';
import { canonicalRequest } from './canonical-request';
import { canonicalUri } from './canonical-uri';
import { SigV4Error } from './errors';
import { payloadHash } from './payload-hash';
import { percentEncode } from './percent-encoding';
import { LONGEST_LIFETIME } from './query-authentication';
import { refuseQueryAuthentication, requestParts } from './request-parts';
import { signature, signingContext } from './signing-context';
import { ALGORITHM } from './string-to-sign';
import type { SignableRequest, SignedRequest, SignOptions } from './types';

/** How to presign. */
export interface PresignOptions extends SignOptions {
  /** For how long the request is good, in seconds: 1 to 604,800 (a week), and never longer than the credentials. @default 900 */
  readonly expiresIn?: number;
}

/**
 * Signs a request in its query, to be sent later, by whoever is given it (Signature Version 4 query authentication, IAM
 * User Guide, "Create a signed AWS API request").
 *
 * Signed are the host, the body's hash, and of the caller's headers `content-type` and `x-amz-*`: whoever sends the
 * request has to send those as well, and this body.
 * @returns what to send; the query holds the signature
 * @throws SigV4Error (the promise is rejected) as `sign` does, and `InvalidOption` for an impossible `expiresIn`
 */
export async function presign(request: SignableRequest, options: PresignOptions): Promise<SignedRequest> {
  const { expiresIn = 900 } = options;
  if (!Number.isInteger(expiresIn) || expiresIn < 1 || expiresIn > LONGEST_LIFETIME) {
    throw new SigV4Error(
      'InvalidOption',
      `expiresIn is ${expiresIn}: a presigned request lives from 1 to ${LONGEST_LIFETIME} whole seconds`,
    );
  }
  const parts = requestParts(request);
  refuseQueryAuthentication(canonicalQuery(parts.query));
  const settling = signingContext(request.host, options);
  const context = settling instanceof Promise ? await settling : settling;
  const { credentials } = context;
  const hash = payloadHash(request.body, options.payloadHash, context.hashing);

  const { headers, signedHeaders } = parts;
  headers.push(['host', request.host]);
  signedHeaders.push('host');
  signedHeaders.sort();
  const names = signedHeaders.join(';');
  const parameters: [string, string][] = [
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${context.scope}`],
    ['X-Amz-Date', context.amzDate],
    ['X-Amz-Expires', String(expiresIn)],
    ['X-Amz-SignedHeaders', names],
  ];
  if (credentials.sessionToken !== undefined)
    parameters.push(['X-Amz-Security-Token', credentials.sessionToken]);
  const added = parameters.map(([name, value]) => `${name}=${percentEncode(value)}`).join('&');
  const canonical = canonicalRequest(
    parts.method,
    canonicalUri(parts.path, context.service),
    canonicalQuery(joined(parts.query, added)),
    canonicalHeaders(headers, signedHeaders),
    names,
    hash,
  );
  const making = signature(canonical, context);
  const made = typeof making === 'string' ? making : await making;
  return {
    method: parts.method,
    host: request.host,
    path: parts.path,
    query: joined(parts.query, `${added}&X-Amz-Signature=${made}`),
    headers,
    body: request.body,
  };
}

function joined(query: string, added: string): string {
  return query === '' ? added : `${query}&${added}`;
}
