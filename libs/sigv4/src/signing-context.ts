import { amzDate } from './amz-date';
import { SigV4Error } from './errors';
import { hashing, type Hashing } from './hashing';
import { checkCredentials, memoizedCredentials } from './memoized-credentials';
import { regionAndService } from './region-and-service';
import { credentialScope } from './scope';
import { derivedKey } from './derived-key';
import { stringToSign } from './string-to-sign';
import type { Credentials, SignOptions } from './types';
import { bytesOf } from './wire-bytes';

/** Everything that a signature depends on beside the request. */
export interface SigningContext {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  /** When: as `x-amz-date` has it. */
  readonly amzDate: string;
  readonly scope: string;
  readonly hashing: Hashing;
}

/**
 * Settles who signs, when, and for what.
 * @returns the context itself where no wait is needed
 * @throws SigV4Error (or the promise is rejected) `UnknownScope`, `InvalidOption`, `InvalidCredentials`,
 *   `ExpiredCredentials`; and what a credential provider throws
 */
export function signingContext(host: string, options: SignOptions): SigningContext | Promise<SigningContext> {
  const date = options.clock?.() ?? new Date();
  const now = date.getTime();
  const told = options.region && options.service ? options : regionAndService(host);
  const { region = told.region ?? '', service = told.service ?? '' } = options;
  const text = amzDate(date);
  const scope = checkedScope(credentialScope(text.slice(0, 8), region, service));

  const settled = (credentials: Credentials, hasher: Hashing): SigningContext => {
    checkCredentials(credentials, now);
    return { credentials, region, service, amzDate: text, scope, hashing: hasher };
  };
  const given = options.credentials;
  const credentials = typeof given === 'function' ? memoizedCredentials(given, now) : given;
  const hasher = hashing();
  return credentials instanceof Promise || hasher instanceof Promise
    ? Promise.all([credentials, hasher]).then(([known, ready]) => settled(known, ready))
    : settled(credentials, hasher);
}

/**
 * The signature of a canonical request: 64 hex digits.
 * @returns the signature itself where no wait is needed: from the second request of a day on
 */
export function signature(canonical: string, context: SigningContext): string | Promise<string> {
  const { hashing: hasher } = context;
  const toSign = stringToSign(context.amzDate, context.scope, hasher.sha256Hex(bytesOf(canonical)));
  const key = derivedKey(context);
  return key instanceof Promise
    ? key.then((derived) => hasher.hmacHex(derived, toSign))
    : hasher.hmacHex(key, toSign);
}

const SCOPE = /^\d{8}\/[\w.-]+\/[\w.-]+\/aws4_request$/;
// Most requests of a process are for one scope: the last good one is not looked at again.
let lastScope: string | undefined;

function checkedScope(scope: string): string {
  if (scope !== lastScope && !SCOPE.test(scope)) {
    throw new SigV4Error(
      'InvalidOption',
      `the scope ${JSON.stringify(scope)} has an impossible date, region or service`,
    );
  }
  lastScope = scope;
  return scope;
}
