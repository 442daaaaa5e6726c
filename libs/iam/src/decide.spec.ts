import { decide } from './decide';
import type { AuthorizationRequest, Caller, Policies } from './authorization';
import type { PolicyStatement } from './policy-document';

const FUNCTION = 'arn:aws:lambda:ap-northeast-1:111122223333:function:server';
const ROLE = 'arn:aws:iam::111122223333:role/service-role/proxy';
const session: Caller = {
  kind: 'assumed-role',
  accountId: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/proxy/proxy',
  roleArn: ROLE,
  userId: 'AROAAAAAAAAAAAAAAAAAA:proxy',
};
const user: Caller = {
  kind: 'user',
  accountId: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/dev/ana',
};
const anonymous: Caller = { kind: 'anonymous' };
const stranger: Caller = {
  ...session,
  accountId: '999988887777',
  arn: 'arn:aws:sts::999988887777:assumed-role/x/y',
  roleArn: 'arn:aws:iam::999988887777:role/x',
};

const byUrl = (caller: Caller, authType = 'AWS_IAM'): AuthorizationRequest => ({
  caller,
  action: 'lambda:InvokeFunctionUrl',
  resource: FUNCTION,
  resourceAccountId: '111122223333',
  context: { 'lambda:FunctionUrlAuthType': authType },
});
const viaUrl = (caller: Caller): AuthorizationRequest => ({
  ...byUrl(caller),
  action: 'lambda:InvokeFunction',
  context: { 'lambda:InvokedViaFunctionUrl': true },
});
const allowUrl: PolicyStatement = { Effect: 'Allow', Action: 'lambda:InvokeFunctionUrl', Resource: FUNCTION };
const policies = (parts: {
  identity?: readonly PolicyStatement[];
  resource?: readonly PolicyStatement[];
  boundary?: readonly PolicyStatement[];
  session?: readonly PolicyStatement[];
}): Policies => {
  const named = (name: string, statements: readonly PolicyStatement[]) => ({
    name,
    document: { Version: '2012-10-17', Statement: statements },
  });
  return {
    identity: parts.identity === undefined ? [] : [named('Inline', parts.identity)],
    resource: parts.resource ?? [],
    ...(parts.boundary === undefined ? {} : { boundary: named('Edge', parts.boundary) }),
    ...(parts.session === undefined ? {} : { session: named('Scope', parts.session) }),
  };
};
const grantTo = (Principal: PolicyStatement['Principal']): PolicyStatement => ({
  ...allowUrl,
  ...(Principal === undefined ? {} : { Principal }),
});

describe('within one account', () => {
  it.each([
    ['nothing', {}, false],
    ['the identity policy alone', { identity: [allowUrl] }, true],
    ['a resource policy that names the role', { resource: [grantTo({ AWS: ROLE })] }, true],
    ['a resource policy that names the session', { resource: [grantTo({ AWS: session.arn ?? '' })] }, true],
    ['a resource policy for everyone', { resource: [grantTo('*')] }, true],
    ['a resource policy for {"AWS": "*"}', { resource: [grantTo({ AWS: '*' })] }, true],
    ['a resource policy that names another role', { resource: [grantTo({ AWS: `${ROLE}2` })] }, false],
    ['a resource policy that names the account', { resource: [grantTo({ AWS: '111122223333' })] }, false],
    [
      'the account, with an identity policy',
      { identity: [allowUrl], resource: [grantTo({ AWS: '111122223333' })] },
      true,
    ],
    ['a role id in place of the ARN', { resource: [grantTo({ AWS: 'AROAAAAAAAAAAAAAAAAAA' })] }, true],
    ['a wildcard within an ARN', { resource: [grantTo({ AWS: 'arn:aws:iam::111122223333:role/*' })] }, false],
    ['a federated principal', { resource: [grantTo({ Federated: 'accounts.google.com' })] }, false],
    ['a service', { resource: [grantTo({ Service: 'sns.amazonaws.com' })] }, false],
  ])('a session is judged by %s', (_name, parts, allowed) => {
    expect(decide(byUrl(session), policies(parts)).allowed).toBe(allowed);
  });

  it('allows the root user, whom only a Deny stops', () => {
    const root: Caller = { kind: 'root', accountId: '111122223333' };

    expect(decide(byUrl(root), policies({})).allowed).toBe(true);
    expect(decide(byUrl(root), policies({ resource: [{ ...grantTo('*'), Effect: 'Deny' }] })).effect).toBe(
      'ExplicitDeny',
    );
  });
});

describe('across accounts', () => {
  it.each([
    ['the identity policy alone', { identity: [allowUrl] }, false],
    ['the resource policy alone', { resource: [grantTo('*')] }, false],
    ['both', { identity: [allowUrl], resource: [grantTo('*')] }, true],
    [
      'both, by account',
      { identity: [allowUrl], resource: [grantTo({ AWS: 'arn:aws:iam::999988887777:root' })] },
      true,
    ],
  ])('a caller needs both policies: %s', (_name, parts, allowed) => {
    expect(decide(byUrl(stranger), policies(parts)).allowed).toBe(allowed);
  });
});

describe('the root user of another account', () => {
  const root: Caller = { kind: 'root', accountId: '999988887777' };

  it('needs the resource policy only, and is told so', () => {
    expect(decide(byUrl(root), policies({ resource: [grantTo({ AWS: '999988887777' })] })).allowed).toBe(
      true,
    );
    expect(decide(byUrl(root), policies({})).reason).toContain(
      'the resource-based policy has to allow it too',
    );
  });
});

describe('limits', () => {
  it.each([
    ['a grant to the role', ROLE, false],
    ['a grant to the session', session.arn ?? '', true],
    ['a grant to everyone', '*', true],
  ])('a boundary without the action limits %s: allowed %#', (_name, principal, allowed) => {
    const parts = { resource: [grantTo({ AWS: principal })], boundary: [{ ...allowUrl, Action: 's3:*' }] };

    expect(decide(byUrl(session), policies(parts)).allowed).toBe(allowed);
  });

  it('a grant to a user is not limited by its boundary', () => {
    const parts = {
      resource: [grantTo({ AWS: user.arn ?? '' })],
      boundary: [{ ...allowUrl, Action: 's3:*' }],
    };

    expect(decide(byUrl(user), policies(parts)).allowed).toBe(true);
  });

  it.each(['boundary', 'session'] as const)('an identity policy needs the %s too', (limit) => {
    const without = policies({ identity: [allowUrl], [limit]: [{ ...allowUrl, Action: 's3:*' }] });
    const withIt = policies({ identity: [allowUrl], [limit]: [allowUrl] });

    expect(decide(byUrl(session), without)).toMatchObject({ allowed: false, effect: 'ImplicitDeny' });
    expect(decide(byUrl(session), without).reason).toContain(limit === 'boundary' ? '"Edge"' : '"Scope"');
    expect(decide(byUrl(session), withIt).allowed).toBe(true);
  });
});

describe('function URLs as CDK grants them', () => {
  const granted = policies({
    identity: [
      { ...allowUrl, Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } },
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: FUNCTION,
        Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': true } },
      },
    ],
  });

  it('allows both actions to the role that was granted, and neither to an anonymous caller', () => {
    expect(decide(byUrl(session), granted).allowed).toBe(true);
    expect(decide(viaUrl(session), granted).allowed).toBe(true);
    expect(decide(byUrl(anonymous), policies({})).allowed).toBe(false);
  });

  it('says which condition failed, what it wanted and what it was', () => {
    const { reason } = decide(byUrl(session, 'NONE'), granted);

    expect(reason).toContain('StringEquals lambda:FunctionUrlAuthType wants "AWS_IAM", but it was "NONE"');
  });

  it('says which grant is missing, ready to be pasted', () => {
    expect(decide(viaUrl(session), policies({})).missing).toEqual({
      action: 'lambda:InvokeFunction',
      principal: ROLE,
      condition: '{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}',
    });
  });

  it('allows everyone where the resource policy says so', () => {
    const open = policies({
      resource: [{ ...grantTo('*'), Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } }],
    });

    expect(decide(byUrl(anonymous, 'NONE'), open).allowed).toBe(true);
    expect(decide(byUrl(anonymous, 'AWS_IAM'), open).allowed).toBe(false);
  });
});

describe('explicit denies', () => {
  const everyone = { resource: [grantTo('*')], identity: [allowUrl] };

  it.each<[string, PolicyStatement]>([
    ['plain', { ...allowUrl, Effect: 'Deny' }],
    ['by NotAction', { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }],
    ['by NotResource', { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::*' }],
    [
      'with a negated condition on a key that is not there',
      { ...allowUrl, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    ],
    [
      'with an operator that nobody knows',
      { ...allowUrl, Effect: 'Deny', Condition: { StringSounds: { 'a:b': 'c' } } },
    ],
  ])('%s, in a boundary', (_how, statement) => {
    const { allowed, effect, decidedBy } = decide(
      byUrl(session),
      policies({ ...everyone, boundary: [allowUrl, statement] }),
    );

    expect({ allowed, effect }).toEqual({ allowed: false, effect: 'ExplicitDeny' });
    expect(decidedBy).toEqual({ source: 'boundary', policy: 'Edge', statement });
  });

  it.each<[string, PolicyStatement]>([
    ['for another action', { Effect: 'Deny', Action: 'lambda:InvokeFunction', Resource: '*' }],
    ['for all actions but this', { Effect: 'Deny', NotAction: 'lambda:INVOKE*', Resource: '*' }],
    ['for all resources but this', { Effect: 'Deny', Action: '*', NotResource: [FUNCTION] }],
    [
      'on a condition that does not hold',
      { ...allowUrl, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
    ['with a variable that has no value', { Effect: 'Deny', Action: '*', Resource: '${aws:username}' }],
  ])('%s do not matter', (_what, statement) => {
    expect(decide(byUrl(session), policies({ identity: [allowUrl, statement] })).allowed).toBe(true);
  });

  it('by NotPrincipal spare only who is listed whole, and nobody who has a boundary', () => {
    const spare = (AWS: string[]): PolicyStatement => ({
      ...allowUrl,
      Effect: 'Deny',
      NotPrincipal: { AWS },
    });
    const all = ['111122223333', ROLE, session.arn ?? ''];
    const allowed = (statement: PolicyStatement, boundary?: PolicyStatement[]) =>
      decide(
        byUrl(session),
        policies({
          identity: [allowUrl],
          resource: [statement],
          ...(boundary === undefined ? {} : { boundary }),
        }),
      ).allowed;

    expect(allowed(spare(all))).toBe(true);
    expect(allowed(spare([ROLE]))).toBe(false);
    expect(allowed(spare(all), [allowUrl])).toBe(false);
  });
});

describe('statements that AWS would not store', () => {
  it.each<[string, object]>([
    ['an unknown operator', { Condition: { StringSounds: { 'a:b': 'c' } } }],
    ['an action without a service', { Action: 'InvokeFunctionUrl*' }],
    ['both Action and NotAction', { NotAction: 's3:*' }],
    ['no Action', { Action: undefined }],
    ['no Resource', { Resource: undefined }],
    ['both Resource and NotResource', { NotResource: 'x' }],
    ['a list of nothing', { Resource: [] }],
    ['a Principal in an identity policy', { Principal: '*' }],
  ])('with %s allow nothing, and the reason says so', (_what, odd) => {
    const statement = { ...allowUrl, ...odd } as PolicyStatement;
    const { allowed, reason } = decide(byUrl(session), policies({ identity: [statement] }));

    expect(allowed).toBe(false);
    expect(reason).toContain('is not one that AWS would accept or that can be evaluated');
  });

  it.each(['allow', 'DENY', undefined, 1])('with the Effect %j deny, and the reason says so', (Effect) => {
    const statement = { ...allowUrl, Effect } as unknown as PolicyStatement;
    const { effect, reason } = decide(byUrl(session), policies({ identity: [allowUrl, statement] }));

    expect(effect).toBe('ExplicitDeny');
    expect(reason).toContain('Effect is Allow or Deny');
  });

  it('with NotPrincipal and Allow allow nothing', () => {
    const statement: PolicyStatement = { ...allowUrl, NotPrincipal: { AWS: '999988887777' } };

    expect(decide(byUrl(session), policies({ resource: [statement] })).allowed).toBe(false);
  });
});

describe('reasons', () => {
  const reason = (request: AuthorizationRequest, parts: Parameters<typeof policies>[0]) =>
    decide(request, policies(parts)).reason;

  it.each([
    ['nothing names the action', {}, 'No Allow statement names the action.'],
    ['another resource', { identity: [{ ...allowUrl, Resource: `${FUNCTION}2` }] }, 'names another resource'],
    ['another principal', { resource: [grantTo({ AWS: `${ROLE}2` })] }, 'names another principal'],
    [
      'an absent key',
      { identity: [{ ...allowUrl, Condition: { Bool: { 'aws:SecureTransport': true } } }] },
      'wants "true", but it was not in the request',
    ],
    [
      'a variable',
      { identity: [{ ...allowUrl, Resource: '${aws:username}' }] },
      'the request has no value for ${aws:username}',
    ],
    ['the account', { resource: [grantTo({ AWS: '111122223333' })] }, 'leaves the decision to the caller'],
    [
      'a Sid',
      { identity: [{ ...allowUrl, Sid: 'Mine', Resource: 'x' }] },
      '"Mine" of the identity-based policy "Inline"',
    ],
  ])('tell of %s', (_what, parts, text) => {
    expect(reason(byUrl(session), parts)).toContain(text);
  });

  it('say what to add', () => {
    expect(reason(byUrl(session), {})).toContain(
      `Add a statement that allows lambda:InvokeFunctionUrl to ${ROLE} with Condition {"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}.`,
    );
  });

  it.each([
    [{}, 'both an identity-based policy and the resource-based policy'],
    [{ identity: [allowUrl] }, 'the resource-based policy has to allow it too'],
    [{ resource: [grantTo('*')] }, 'an identity-based policy of the caller has to allow it too'],
  ])('say which side is missing across accounts: %j', (parts, text) => {
    expect(reason(byUrl(stranger), parts)).toContain(text);
  });

  it('stay short whatever the policy holds', () => {
    const long = {
      identity: [{ ...allowUrl, Resource: Array.from({ length: 500 }, () => 'arn:aws:s3:::bucket') }],
    };

    expect(reason(byUrl(session), long).length).toBeLessThan(1000);
  });
});
