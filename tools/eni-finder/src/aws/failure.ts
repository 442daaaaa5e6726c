import { EniFinderError, MissingFact, type EniFinderErrorCode } from '../errors';

const DENIED = /^(?:Client\.)?(?:AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized)$/;
const CREDENTIALS =
  /^(?:ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken|MissingAuthenticationTokenException)$/;
const NO_CREDENTIALS = /^(?:CredentialsProviderError|TokenProviderError)$/;
const THROTTLED =
  /^(?:Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled|RequestThrottledException|SlowDown)$/;
const NETWORK =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|TimeoutError|UND_ERR_.*)$/;

/** What a failed call was for. */
export interface FailedCall {
  /** The IAM action, such as `lambda:ListFunctions`. */
  readonly action: string;
  /** Whether there is no answer at all without it. */
  readonly isNeeded: boolean;
  readonly region: string;
}

/**
 * What the SDK throws, in this project's words: credentials and the network end the search; a denied call, or one that AWS
 * does not answer for another reason, makes the answer partial, unless everything hangs on it.
 */
export function failure(error: unknown, call: FailedCall): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error;
  const { action, isNeeded, region } = call;
  // The SDK wraps an error of another realm into one of its own, with name and message in its message.
  const [, wrapped, text = error.message] =
    /^AWS SDK error wrapper for (\w+): (.*)$/s.exec(error.message) ?? [];
  const [name, message] = [wrapped ?? error.name, oneLine(text)];
  const fatal = (code: EniFinderErrorCode, sentence: string): EniFinderError =>
    new EniFinderError(code, sentence, { cause: error });
  if (NO_CREDENTIALS.test(name)) {
    return fatal('CREDENTIALS', `there are no credentials for AWS: ${message}; sign in, or say --profile`);
  }
  if (CREDENTIALS.test(name)) {
    return fatal(
      'CREDENTIALS',
      `AWS does not take these credentials for ${action}: ${message} (${name}); sign in again, or say --profile`,
    );
  }
  const code = name === 'TimeoutError' ? name : codeOf(error);
  if (code !== undefined && NETWORK.test(code)) {
    const hint =
      code === 'ENOTFOUND'
        ? `is there a Region ${region}?`
        : 'ask again when the network is there, and see --endpoint-url';
    return fatal('UNREACHABLE', `AWS cannot be reached for ${action}: ${message || code}; ${hint}`);
  }
  // A deserialiser has met what is not AWS's: a proxy's page, or half an answer.
  if (error instanceof SyntaxError || /Deserialization error|XML parse error/.test(error.message)) {
    const [reason = ''] = message.split(' Deserialization error');
    return isNeeded
      ? fatal('UNREACHABLE', `what answers for ${action} is not AWS: ${reason}; see --endpoint-url`)
      : new MissingFact(action, 'its answer cannot be read', { cause: error });
  }
  const status = statusOf(error);
  if (DENIED.test(name)) {
    return isNeeded
      ? fatal(
          'REFUSED',
          `${action} is not allowed, and nothing can be told without it: ${message}; furl eni --print-policy prints what to allow`,
        )
      : new MissingFact(action, undefined, { cause: error });
  }
  if (THROTTLED.test(name) || status === 429) {
    return isNeeded
      ? fatal('THROTTLED', `AWS throttles ${action} and did not stop: ask again in a minute (${name})`)
      : new MissingFact(action, 'throttled', { cause: error });
  }
  return isNeeded
    ? fatal('REFUSED', `AWS refuses ${action}: ${message || name} (${name})`)
    : new MissingFact(action, name, { cause: error });
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
