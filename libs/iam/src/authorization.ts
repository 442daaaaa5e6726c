import type { NamedPolicy, PolicyStatement } from './policy-document';

/** Who asks. */
export interface Caller {
  readonly kind: 'anonymous' | 'role' | 'assumed-role' | 'user' | 'root' | 'service';
  /** 12 digits; absent for anonymous callers and services. */
  readonly accountId?: string;
  /** The session's ARN for `assumed-role`; the service's name, such as `sns.amazonaws.com`, for `service`. */
  readonly arn?: string;
  /** The ARN of the role behind a session, with its path. Derived from `arn`, without a path, when absent. */
  readonly roleArn?: string;
  /** `AROA…:session-name`, `AIDA…`, or the account id for root. */
  readonly userId?: string;
}

/** What a request brings for one context key. */
export type ContextValue = string | number | boolean | readonly string[];

/** One question to IAM. */
export interface AuthorizationRequest {
  readonly caller: Caller;
  /** For example `lambda:InvokeFunctionUrl`. */
  readonly action: string;
  /** The ARN of what is acted on. */
  readonly resource: string;
  /** 12 digits: the account that owns the resource. */
  readonly resourceAccountId: string;
  /** Condition keys and their values; key names are not case-sensitive. */
  readonly context: Readonly<Record<string, ContextValue>>;
}

/** Every policy that applies to the question. */
export interface Policies {
  readonly identity: readonly NamedPolicy[];
  /** The statements of the policy on the resource; read as version 2012-10-17. */
  readonly resource: readonly PolicyStatement[];
  readonly boundary?: NamedPolicy;
  readonly session?: NamedPolicy;
}

/** Where a policy is attached. */
export type PolicySource = 'identity' | 'resource' | 'boundary' | 'session';

/** IAM's answer, with its grounds. */
export interface Decision {
  readonly allowed: boolean;
  readonly effect: 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';
  /** The statement that allowed or explicitly denied; absent when nothing spoke of the request. */
  readonly decidedBy?: {
    readonly source: PolicySource;
    readonly policy: string;
    readonly statement: PolicyStatement;
  };
  /** One or two lines for a developer: what was asked, what decided, and on a refusal what to change. */
  readonly reason: string;
  /** On an implicit deny: the grant that is not there. `condition` is a Condition block as JSON. */
  readonly missing?: { readonly action: string; readonly principal: string; readonly condition?: string };
}
