import fc from 'fast-check';

import type { AuthorizationRequest, Caller, Policies } from './authorization';
import { decide } from './decide';
import type { PolicyStatement } from './policy-document';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/r`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;

const caller = fc.constantFrom<Caller>(
  { kind: 'anonymous' },
  {
    kind: 'assumed-role',
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`,
    roleArn: ROLE,
  },
  { kind: 'role', accountId: ACCOUNT, arn: ROLE },
  { kind: 'user', accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ana` },
  { kind: 'user', accountId: '999988887777', arn: 'arn:aws:iam::999988887777:user/eve' },
  { kind: 'service', arn: 'sns.amazonaws.com' },
);
const request: fc.Arbitrary<AuthorizationRequest> = fc.record({
  caller,
  action: fc.constantFrom('lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'),
  resource: fc.constant(FUNCTION),
  resourceAccountId: fc.constant(ACCOUNT),
  context: fc.constantFrom<AuthorizationRequest['context']>({}, { 'lambda:FunctionUrlAuthType': 'NONE' }),
});
const condition = fc.constantFrom<NonNullable<PolicyStatement['Condition']>>(
  {},
  { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  { StringNotEqualsIfExists: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  { Nonsense: { 'a:b': 'c' } },
);
const base = {
  Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('*', 'lambda:*', 'lambda:invokefunctionurl', 's3:*', 'nonsense'),
  Resource: fc.constantFrom('*', FUNCTION, 'arn:aws:s3:::b', '${aws:username}'),
  Condition: condition,
};
const identityStatement: fc.Arbitrary<PolicyStatement> = fc.record(base);
const resourceStatement: fc.Arbitrary<PolicyStatement> = fc.record({
  ...base,
  Principal: fc.constantFrom<NonNullable<PolicyStatement['Principal']>>(
    '*',
    { AWS: ROLE },
    { AWS: ACCOUNT },
    { Service: 'sns.amazonaws.com' },
  ),
});
const named = (Statement: readonly PolicyStatement[]) => ({
  name: 'P',
  document: { Version: '2012-10-17', Statement },
});
const policies: fc.Arbitrary<Policies> = fc
  .record({
    identity: fc.array(fc.array(identityStatement, { maxLength: 3 }), { maxLength: 2 }),
    resource: fc.array(resourceStatement, { maxLength: 3 }),
    boundary: fc.option(fc.array(identityStatement, { maxLength: 2 }), { nil: undefined }),
    session: fc.option(fc.array(identityStatement, { maxLength: 2 }), { nil: undefined }),
  })
  .map(({ identity, resource, boundary, session }) => ({
    identity: identity.map(named),
    resource,
    ...(boundary === undefined ? {} : { boundary: named(boundary) }),
    ...(session === undefined ? {} : { session: named(session) }),
  }));

describe('whatever the policies', () => {
  it('an explicit deny always wins', () => {
    const places = fc.constantFrom('identity', 'resource', 'boundary', 'session');
    const deny: PolicyStatement = { Effect: 'Deny', Action: '*', Resource: '*' };
    fc.assert(
      fc.property(request, policies, places, (question, given, place) => {
        const denied: Record<string, Partial<Policies>> = {
          identity: { identity: [...given.identity, named([deny])] },
          resource: { resource: [...given.resource, { ...deny, Principal: '*' }] },
          boundary: { boundary: named([deny]) },
          session: { session: named([deny]) },
        };

        expect(decide(question, { ...given, ...denied[place] })).toMatchObject({
          allowed: false,
          effect: 'ExplicitDeny',
        });
      }),
    );
  });

  it('one Allow more never takes anything away', () => {
    const allow = (statement: PolicyStatement): PolicyStatement => ({ ...statement, Effect: 'Allow' });
    fc.assert(
      fc.property(
        request,
        policies,
        identityStatement,
        resourceStatement,
        (question, given, identity, resource) => {
          const before = decide(question, given);
          const more = [
            { ...given, identity: [...given.identity, named([allow(identity)])] },
            { ...given, resource: [allow(resource), ...given.resource] },
          ];
          for (const after of more.map((each) => decide(question, each))) {
            expect(after.allowed || !before.allowed).toBe(true);
            expect(after.effect === 'ExplicitDeny').toBe(before.effect === 'ExplicitDeny');
          }
        },
      ),
    );
  });

  it('nothing is allowed without an Allow that decided it', () => {
    fc.assert(
      fc.property(request, policies, (question, given) => {
        const { allowed, effect, decidedBy, missing } = decide(question, given);

        expect(allowed).toBe(effect === 'Allow');
        expect(decidedBy?.statement.Effect).toBe(
          { Allow: 'Allow', ExplicitDeny: 'Deny', ImplicitDeny: undefined }[effect],
        );
        expect(missing !== undefined).toBe(effect === 'ImplicitDeny');
      }),
    );
  });

  it('what AWS would not have stored never throws, and never allows', () => {
    const junk = fc.jsonValue({ maxDepth: 3 });
    const keys = [
      'Effect',
      'Action',
      'NotAction',
      'Resource',
      'NotResource',
      'Principal',
      'NotPrincipal',
      'Condition',
      '__proto__',
    ];
    const statement = fc.oneof(junk, fc.dictionary(fc.constantFrom(...keys), junk));
    const document = fc.oneof(
      junk,
      fc.record({ Version: junk, Statement: fc.oneof(statement, fc.array(statement)) }),
    );
    fc.assert(
      fc.property(
        request,
        fc.array(document),
        fc.array(statement),
        document,
        (question, documents, statements, limit) => {
          const hostile = {
            identity: documents.map((each) => ({ name: 'P', document: each })),
            resource: statements,
            boundary: { name: 'B', document: limit },
          } as unknown as Policies;

          expect(decide(question, hostile).allowed).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
