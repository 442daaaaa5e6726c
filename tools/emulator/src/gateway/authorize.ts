import type { FunctionUrl, LambdaFunction } from '@furl/cloud-assembly';
import { decide, type AuthorizationRequest, type Caller, type Decision, type Policies } from '@furl/iam';
import { verify, type KeyLookup } from '@furl/sigv4';
import { asksAboutRequests, globalContext, type RequestFacts } from '../account/global-context';
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
  if (options.url.authType === 'NONE') return decideBoth(undefined, request, options);
  const verification = verify(request, options.lookUp, {
    region: options.url.region,
    service: 'lambda',
    clock: options.clock,
  });
  if (verification.ok) {
    const { principal } = verification;
    if (!isExpired(principal, options.clock())) return decideBoth(principal, request, options);
    const refusal = badSignature('ExpiredTokenException', EXPIRED);
    return { allowed: false, refusal, explanation: explainExpiry(principal) };
  }
  const { code, message, explanation } = verification;
  const refusal = code === 'MissingAuthenticationToken' ? forbidden() : badSignature(code, message);
  return { allowed: false, refusal, explanation };
}

interface Known {
  readonly fn: LambdaFunction;
  /** Undefined when it has to be decided anew for each request. */
  readonly authorization: Authorization | undefined;
}

/**
 * Decisions by URL and principal, where no policy asks about the request itself. A reload brings new objects of each: so a
 * decision holds as long as those do.
 */
const decisions = new WeakMap<FunctionUrl, WeakMap<object, Known>>();
const ANYONE = {};

function decideBoth(
  principal: Principal | undefined,
  request: FrontDoorRequest,
  options: AuthorizeOptions,
): Authorization {
  const { url, fn } = options;
  const ofUrl = decisions.get(url) ?? new WeakMap<object, Known>();
  decisions.set(url, ofUrl);
  const known = ofUrl.get(principal ?? ANYONE);
  if (known?.fn === fn && known.authorization !== undefined) return known.authorization;
  const policies = policiesOf(principal, fn.policy);
  const authorization = askBoth(principal, policies, options, {
    now: options.clock(),
    region: url.region,
    sourceIp: request.sourceIp,
    userAgent: request.headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? '',
  });
  if (known?.fn !== fn) {
    const isLasting = !asksAboutRequests(policies);
    ofUrl.set(principal ?? ANYONE, { fn, authorization: isLasting ? authorization : undefined });
  }
  return authorization;
}

function askBoth(
  principal: Principal | undefined,
  policies: Policies,
  { url, fn }: AuthorizeOptions,
  facts: RequestFacts,
): Authorization {
  const resource = url.qualifier === undefined ? fn.arn : `${fn.arn}:${url.qualifier}`;
  const caller: Caller = principal?.caller ?? { kind: 'anonymous' };
  const everyRequest = globalContext(facts);
  const ask = (action: string, own: AuthorizationRequest['context']): Decision => {
    const context = { ...everyRequest, ...own };
    return decide({ caller, action, resource, resourceAccountId: fn.accountId, context }, policies);
  };

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
