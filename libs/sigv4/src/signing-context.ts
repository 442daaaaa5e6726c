import { SignatureV4 } from '@smithy/signature-v4';
import { amzDate } from './amz-date';
import { SigV4Error } from './errors';
import { hashing, type Hashing } from './hashing';
import { checkCredentials, isPending, memoizedCredentials } from './memoized-credentials';
import { regionAndService } from './region-and-service';
import { scopeText } from './scope';
import { stringToSign } from './string-to-sign';
import type { Credentials, SignOptions } from './types';
import { bytesOf } from './wire-bytes';

/** Everything that a signature depends on beside the request. */
export interface SigningContext {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly date: Date;
  /** The date as `x-amz-date` has it. */
  readonly amzDate: string;
  readonly scope: string;
  readonly hashing: Hashing;
}

/**
 * Settles who signs, when, and for what.
 * @returns the context itself where no wait is needed
 * @throws SigV4Error `UnknownScope`, `InvalidOption`, `InvalidCredentials`, `ExpiredCredentials`; and what a credential
 *   provider throws
 */
export function signingContext(host: string, options: SignOptions): SigningContext | Promise<SigningContext> {
  const date = options.clock === undefined ? new Date() : options.clock();
  const now = date.getTime();
  if (Number.isNaN(now)) throw new SigV4Error('InvalidOption', 'the clock gave a date that is none');
  let { region, service } = options;
  if (region === undefined || service === undefined) {
    const told = regionAndService(host);
    region ??= told.region;
    service ??= told.service;
  }
  if (!SCOPE_PART.test(region) || !SCOPE_PART.test(service)) {
    throw new SigV4Error(
      'InvalidOption',
      `the region ${JSON.stringify(region)} or the service ${JSON.stringify(service)} cannot be part of a scope`,
    );
  }
  const { credentials } = options;
  const resolved = typeof credentials === 'function' ? memoizedCredentials(credentials, now) : credentials;
  const hasher = hashing();
  if (isPending(resolved) || isPending(hasher)) {
    return Promise.all([resolved, hasher]).then(([keys, hash]) =>
      contextOf(keys, region, service, date, hash),
    );
  }
  return contextOf(resolved, region, service, date, hasher);
}

/** The signature of a canonical request: 64 hex digits. */
export function signature(canonical: string, context: SigningContext): Promise<string> {
  const { hashing: hasher, credentials, date, region, service } = context;
  const toSign = stringToSign(context.amzDate, context.scope, hasher.sha256Hex(bytesOf(canonical)));
  return signerOf(credentials, hasher).sign(toSign, {
    signingDate: date,
    signingRegion: region,
    signingService: service,
  });
}

const SCOPE_PART = /^[\w.-]+$/;
const signers = new WeakMap<Credentials, SignatureV4>();

function contextOf(
  credentials: Credentials,
  region: string,
  service: string,
  date: Date,
  hasher: Hashing,
): SigningContext {
  checkCredentials(credentials, date.getTime());
  const text = amzDate(date);
  const scope = scopeText({ date: text.slice(0, 8), region, service });
  return { credentials, region, service, date, amzDate: text, scope, hashing: hasher };
}

// The signer keeps the keys that it derives (smithy: the last 50) for a day, a region and a service.
function signerOf(credentials: Credentials, { Sha256 }: Hashing): SignatureV4 {
  let signer = signers.get(credentials);
  if (signer === undefined) {
    // Region and service come with each call.
    signer = new SignatureV4({ credentials, region: '', service: '', sha256: Sha256 });
    signers.set(credentials, signer);
  }
  return signer;
}
