import type { FunctionUrl, LambdaFunction } from '@furl/cloud-assembly';
import { decide, type AuthorizationRequest, type Caller, type Decision } from '@furl/iam';
import { verify, type KeyLookup } from '@furl/sigv4';
import { policiesOf } from '../account/policies-of';
import { EXPIRED, explainExpiry, isExpired, type Principal } from '../account/principal';
import type { FrontDoorRequest } from './received-request';
import { badSignature, forbidden, type Refusal } from './refusals';

/** May the request reach the function? If not: what AWS tells the client, and what it does not tell. */
export type Authorization =
  | { readonly allowed: true; readonly principal: Principal | undefined }
  | { readonly allowed: false; readonly refusal: Refusal; readonly explanation: string };

/** What is asked of, and who may be known. */
export interface AuthorizeOptions {
  readonly url: FunctionUrl;
  readonly fn: LambdaFunction;
  readonly lookUp: KeyLookup<Principal>;
  readonly clock: () => Date;
}

/**
 * Decides as AWS does: for AWS_IAM the signature must hold, and for either auth type the caller needs both
 * `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` through the URL. Source: AWS Lambda Developer Guide, "Control
 * access to Lambda function URLs".
 */
export function authorize(request: FrontDoorRequest, options: AuthorizeOptions): Authorization {
  if (options.url.authType === 'NONE') return decideBoth(undefined, options);
  const verification = verify(request, options.lookUp, {
    region: options.url.region,
    service: 'lambda',
    clock: options.clock,
  });
  if (verification.ok) {
    const { principal } = verification;
    if (!isExpired(principal, options.clock())) return decideBoth(principal, options);
    const refusal = badSignature('ExpiredTokenException', EXPIRED);
    return { allowed: false, refusal, explanation: explainExpiry(principal) };
  }
  const { code, message, explanation } = verification;
  const refusal = code === 'MissingAuthenticationToken' ? forbidden() : badSignature(code, message);
  return { allowed: false, refusal, explanation };
}

/**
 * Decisions by URL and principal. Nothing of a request itself is asked about, and a reload brings new objects of each: so
 * a decision holds as long as those do.
 */
const decisions = new WeakMap<
  FunctionUrl,
  WeakMap<object, { fn: LambdaFunction; authorization: Authorization }>
>();
const ANYONE = {};

function decideBoth(principal: Principal | undefined, options: AuthorizeOptions): Authorization {
  const { url, fn } = options;
  const ofUrl =
    decisions.get(url) ?? new WeakMap<object, { fn: LambdaFunction; authorization: Authorization }>();
  decisions.set(url, ofUrl);
  const known = ofUrl.get(principal ?? ANYONE);
  if (known?.fn === fn) return known.authorization;
  const authorization = askBoth(principal, options);
  ofUrl.set(principal ?? ANYONE, { fn, authorization });
  return authorization;
}

function askBoth(principal: Principal | undefined, { url, fn }: AuthorizeOptions): Authorization {
  const resource = url.qualifier === undefined ? fn.arn : `${fn.arn}:${url.qualifier}`;
  const caller: Caller = principal?.caller ?? { kind: 'anonymous' };
  const policies = policiesOf(principal, fn.policy);
  const ask = (action: string, context: AuthorizationRequest['context']): Decision =>
    decide({ caller, action, resource, resourceAccountId: fn.accountId, context }, policies);

  const refused = [
    ask('lambda:InvokeFunctionUrl', { 'lambda:FunctionUrlAuthType': url.authType }),
    ask('lambda:InvokeFunction', { 'lambda:InvokedViaFunctionUrl': true }),
  ].filter(({ allowed }) => !allowed);
  if (refused.length === 0) return { allowed: true, principal };
  return {
    allowed: false,
    refusal: forbidden(),
    explanation: refused.map(({ reason }) => reason).join('\n'),
  };
}
