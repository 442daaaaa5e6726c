import { authorization } from './authorization';
import { canonicalHeaders } from './canonical-headers';
import { canonicalQuery } from './canonical-query';
import { canonicalRequest } from './canonical-request';
import { canonicalUri } from './canonical-uri';
import { payloadHash } from './payload-hash';
import { refuseQueryAuthentication, requestParts } from './request-parts';
import { signature, signingContext } from './signing-context';
import type { SignableRequest, SignedRequest, SignOptions } from './types';

/**
 * Signs a request in its Authorization header (Signature Version 4, IAM User Guide, "Create a signed AWS API request").
 *
 * Signed are `host`, `x-amz-date`, `x-amz-content-sha256`, `x-amz-security-token`, `content-type`, and whatever other
 * `x-amz-*` the caller sends, as AWS wants those signed; everything else may change on its way. A caller's own
 * `authorization`, `x-amz-date`, `x-amz-content-sha256`, `x-amz-security-token` and `host` are replaced.
 * @returns what to send: every header, and the query with `%20` for each raw `+`
 * @throws SigV4Error (the promise is rejected) when the request cannot be signed safely, the scope cannot be told, or
 *   the credentials are unusable
 * @example
 * const signed = await sign(
 *   { method: 'GET', host: 'abc.lambda-url.eu-west-1.on.aws', path: '/hello' },
 *   { credentials: environmentCredentials() },
 * );
 */
export async function sign(request: SignableRequest, options: SignOptions): Promise<SignedRequest> {
  const parts = requestParts(request);
  const query = canonicalQuery(parts.query);
  refuseQueryAuthentication(query);
  const settling = signingContext(request.host, options);
  const context = settling instanceof Promise ? await settling : settling;
  const { credentials, amzDate } = context;
  const hash = payloadHash(request.body, options.payloadHash, context.hashing);

  const { headers, signedHeaders } = parts;
  const own: [string, string][] = [
    ['host', request.host],
    ['x-amz-content-sha256', hash],
    ['x-amz-date', amzDate],
  ];
  if (credentials.sessionToken !== undefined) own.push(['x-amz-security-token', credentials.sessionToken]);
  for (const header of own) {
    headers.push(header);
    signedHeaders.push(header[0]);
  }
  signedHeaders.sort();
  const names = signedHeaders.join(';');
  const canonical = canonicalRequest(
    parts.method,
    canonicalUri(parts.path, context.service),
    query,
    canonicalHeaders(headers, signedHeaders),
    names,
    hash,
  );
  const making = signature(canonical, context);
  const made = typeof making === 'string' ? making : await making;
  headers.push(['authorization', authorization(credentials.accessKeyId, context.scope, names, made)]);
  return {
    method: parts.method,
    host: request.host,
    path: parts.path,
    query: parts.query,
    headers,
    body: request.body,
  };
}
