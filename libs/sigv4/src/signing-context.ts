import { SignatureV4 } from '@smithy/signature-v4';
import { amzDate } from './amz-date';
import { SigV4Error } from './errors';
import { hashing, type Hashing } from './hashing';
import { checkCredentials, memoizedCredentials } from './memoized-credentials';
import { regionAndService } from './region-and-service';
import { credentialScope } from './scope';
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
 * @throws SigV4Error (the promise is rejected) `UnknownScope`, `InvalidOption`, `InvalidCredentials`,
 *   `ExpiredCredentials`; and what a credential provider throws
 */
export async function signingContext(host: string, options: SignOptions): Promise<SigningContext> {
  const date = options.clock?.() ?? new Date();
  const told = options.region && options.service ? options : regionAndService(host);
  const { region = told.region ?? '', service = told.service ?? '' } = options;
  const text = amzDate(date);
  const scope = credentialScope(text.slice(0, 8), region, service);
  if (!SCOPE.test(scope)) {
    throw new SigV4Error(
      'InvalidOption',
      `the scope ${JSON.stringify(scope)} has an impossible date, region or service`,
    );
  }
  const now = date.getTime();
  const given = options.credentials;
  const credentials = typeof given === 'function' ? await memoizedCredentials(given, now) : given;
  checkCredentials(credentials, now);
  return { credentials, region, service, date, amzDate: text, scope, hashing: await hashing() };
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

const SCOPE = /^\d{8}\/[\w.-]+\/[\w.-]+\/aws4_request$/;
const signers = new WeakMap<Credentials, SignatureV4>();

// One signer for one set of credentials: it keeps the keys that it derives (the last 50) for a day, region and service.
function signerOf(credentials: Credentials, { Sha256 }: Hashing): SignatureV4 {
  let signer = signers.get(credentials);
  if (signer === undefined) {
    // Region and service come with each call.
    signer = new Signer({ credentials, region: '', service: '', sha256: Sha256 });
    signers.set(credentials, signer);
  }
  return signer;
}

class Signer extends SignatureV4 {
  // The date is formatted already: once, and not by regular expressions for each signature.
  protected override formatDate(now: Date): { longDate: string; shortDate: string } {
    const longDate = amzDate(now);
    return { longDate, shortDate: longDate.slice(0, 8) };
  }
}
