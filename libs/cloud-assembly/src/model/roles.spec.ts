import { readStack } from '../testing/assemblies';

const document = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'r', ...properties },
});
const policy = (type: string, properties: object) => ({ Type: `AWS::IAM::${type}`, Properties: properties });
const actionsOf = (Resources: object) =>
  readStack({ Resources }).roles[0]?.policies.map(({ name, document: { Statement } }) => [
    name,
    Array.isArray(Statement) ? Statement[0].Action : undefined,
  ]);

describe('a role', () => {
  it.each([
    ['inline', { R: role({ Policies: [{ PolicyName: 'p', PolicyDocument: document('a:b') }] }) }],
    [
      'as a policy',
      {
        R: role(),
        P: policy('Policy', { PolicyName: 'p', Roles: [{ Ref: 'R' }], PolicyDocument: document('a:b') }),
      },
    ],
    [
      'as a role policy',
      {
        R: role(),
        P: policy('RolePolicy', { PolicyName: 'p', RoleName: 'r', PolicyDocument: document('a:b') }),
      },
    ],
    [
      'managed, from its side',
      {
        R: role(),
        P: policy('ManagedPolicy', { ManagedPolicyName: 'p', Roles: ['r'], PolicyDocument: document('a:b') }),
      },
    ],
    [
      'managed, from the role',
      {
        R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }),
        P: policy('ManagedPolicy', { ManagedPolicyName: 'p', PolicyDocument: document('a:b') }),
      },
    ],
    [
      'as text',
      { R: role({ Policies: [{ PolicyName: 'p', PolicyDocument: JSON.stringify(document('a:b')) }] }) },
    ],
  ])('has the policy that is attached %s', (_how, resources) => {
    expect(actionsOf(resources)).toEqual([['p', 'a:b']]);
  });

  it.each([
    [{ R: role(), P: policy('ManagedPolicy', { Roles: ['r'], Path: '/teams/' }) }],
    [{ R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: policy('ManagedPolicy', { Path: '/teams/' }) }],
  ])('tells a managed policy from its own by the ARN: %#', ({ R, P }) => {
    const named = { ManagedPolicyName: 'shared', PolicyDocument: document('a:b') };
    const Policies = [{ PolicyName: 'own', PolicyDocument: document('c:d') }];
    const [read] = readStack({
      Resources: {
        R: { ...R, Properties: { ...R.Properties, Policies } },
        P: { ...P, Properties: { ...P.Properties, ...named } },
      },
    }).roles;

    expect(read?.policies.map(({ name, arn }) => [name, arn])).toEqual([
      ['own', undefined],
      ['shared', 'arn:aws:iam::000000000000:policy/teams/shared'],
    ]);
  });

  it('does not have policies of other roles', () => {
    expect(
      actionsOf({
        R: role(),
        P: policy('Policy', { PolicyName: 'p', Roles: ['s'], PolicyDocument: document('a:b') }),
      }),
    ).toEqual([]);
  });

  it('lists managed policies that are not in the assembly by their ARNs', () => {
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess', { Ref: 'P' }];
    const P = policy('ManagedPolicy', { PolicyDocument: document('a:b') });

    expect(
      readStack({ Resources: { R: role({ ManagedPolicyArns }), P } }).roles[0]?.managedPolicyArns,
    ).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
  });

  it('has a boundary with its document when it is in the assembly, and a problem when not', () => {
    const P = policy('ManagedPolicy', { ManagedPolicyName: 'edge', PolicyDocument: document('a:b') });
    const known = readStack({ Resources: { R: role({ PermissionsBoundary: { Ref: 'P' } }), P } });
    const unknown = readStack({
      Resources: { R: role({ PermissionsBoundary: 'arn:aws:iam::aws:policy/X' }) },
    });

    expect(known.roles[0]?.permissionsBoundary).toEqual({
      arn: 'arn:aws:iam::000000000000:policy/edge',
      document: document('a:b'),
    });
    expect(unknown.roles[0]?.permissionsBoundary).toEqual({ arn: 'arn:aws:iam::aws:policy/X' });
    expect(unknown.problems).toMatchObject([{ path: 'App.R.PermissionsBoundary' }]);
  });

  it.each([
    [{ Policies: 'x' }, 'App.R.Policies'],
    [{ Policies: [{ PolicyName: 'p' }] }, 'App.R.Policies.0.PolicyDocument'],
    [
      { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [1] } }] },
      'App.R.Policies.0.PolicyDocument',
    ],
    [{ Policies: [{ PolicyName: 'p', PolicyDocument: 'no JSON' }] }, 'App.R.Policies.0.PolicyDocument'],
    [{ AssumeRolePolicyDocument: [] }, 'App.R.AssumeRolePolicyDocument'],
  ])('with %j keeps what is sound, and the problem has its path', (properties, path) => {
    const { roles, problems } = readStack({ Resources: { R: role(properties) } });

    expect(roles).toMatchObject([{ roleName: 'r', policies: [] }]);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });

  it('names the place in a policy where a value is not known', () => {
    const Policies = [
      {
        PolicyName: 'p',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: { Ref: 'X' } }] },
      },
    ];
    const { problems } = readStack({ Resources: { R: role({ Policies }) } });

    expect(problems).toMatchObject([{ path: 'App.R.Policies.0.PolicyDocument.Statement.0.Resource' }]);
  });
});
