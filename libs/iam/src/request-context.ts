import type { AuthorizationRequest, Caller } from './authorization';

/** The condition keys of a request: lower-case name → its values, never empty. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/**
 * The request's own keys, and those that belong to the caller where the request does not bring them
 * ("AWS global condition context keys"; for `aws:userid`, `aws:username` and `aws:PrincipalType` the table
 * "Principal key values" of "IAM policy elements: Variables and tags").
 */
export function requestContext(request: AuthorizationRequest): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(callerKeys(request.caller))) {
    if (value !== undefined && value !== '') context.set(key.toLowerCase(), [value]);
  }
  for (const [key, value] of Object.entries(request.context ?? {})) {
    const values = asStrings(value);
    if (values.length > 0) context.set(key.toLowerCase(), values);
  }
  return context;
}

/** The ARN that `aws:PrincipalArn` has for a caller: for a session that of its role; undefined if anonymous. */
export function principalArn(caller: Caller): string | undefined {
  if (caller.kind === 'anonymous' || caller.kind === 'service') return undefined;
  if (caller.kind === 'assumed-role' || caller.kind === 'role') return roleArn(caller);
  if (caller.kind === 'root' && caller.accountId !== undefined) {
    return caller.arn ?? `arn:aws:iam::${caller.accountId}:root`;
  }
  return caller.arn;
}

function roleArn(caller: Caller): string | undefined {
  if (caller.roleArn !== undefined) return caller.roleArn;
  const [arn, partition, service, , account, resource] = (caller.arn ?? '').split(':');
  const [kind, name] = (resource ?? '').split('/');
  if (arn === 'arn' && service === 'sts' && kind === 'assumed-role' && name !== undefined) {
    return `arn:${partition}:iam::${account}:role/${name}`;
  }
  return caller.kind === 'role' ? caller.arn : undefined;
}

function callerKeys(caller: Caller): Record<string, string | undefined> {
  switch (caller.kind) {
    case 'anonymous':
      return { 'aws:PrincipalType': 'Anonymous', 'aws:userid': 'anonymous' };
    case 'service':
      return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': caller.arn };
    default:
      return {
        'aws:PrincipalArn': principalArn(caller),
        'aws:PrincipalAccount': caller.accountId,
        'aws:PrincipalIsAWSService': 'false',
        'aws:PrincipalType': {
          role: 'AssumedRole',
          'assumed-role': 'AssumedRole',
          user: 'User',
          root: 'Account',
        }[caller.kind],
        'aws:userid': caller.userId ?? (caller.kind === 'root' ? caller.accountId : undefined),
        'aws:username': caller.kind === 'user' ? caller.arn?.split('/').at(-1) : undefined,
      };
  }
}

function asStrings(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => ['string', 'number', 'boolean'].includes(typeof each)).map(String);
}
