import { verify } from '@furl/sigv4';
import type { Account } from '../account/account';
import { EXPIRED, explainExpiry, isExpired, type Principal } from '../account/principal';
import type { FrontDoorRequest } from '../gateway/received-request';
import type { ApiError } from './api-error';
import type { ClaimedScope } from './credential-scope';
import type { Protocol } from './protocols/protocol';

/**
 * Who calls: whoever signed, for just the region and the service that the scope names.
 *
 * @returns an error in the service's words when the signature does not hold, or its key has come to its end
 */
export function authenticate(
  request: FrontDoorRequest,
  scope: ClaimedScope,
  protocol: Protocol,
  { account, clock }: { readonly account: Pick<Account, 'lookUp'>; readonly clock: () => Date },
): Principal | ApiError {
  const verification = verify(request, account.lookUp, { ...scope, clock });
  if (!verification.ok) {
    const { code, message, explanation } = verification;
    const hint = code === 'MissingAuthenticationToken' ? ` ${ENDPOINT}` : '';
    return protocol.authenticationError(code, message, `${explanation}${hint}`);
  }
  const { principal } = verification;
  if (!isExpired(principal, clock())) return principal;
  return protocol.authenticationError('ExpiredToken', EXPIRED, explainExpiry(principal));
}

/** For those who try the port in a browser. */
const ENDPOINT =
  'This host name is the endpoint of the AWS APIs (AWS_ENDPOINT_URL); function URLs have names of their own, which are printed at start.';
