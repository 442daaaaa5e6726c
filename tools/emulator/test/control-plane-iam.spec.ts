import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import type { PolicyStatement, Role } from '@furl/cloud-assembly';
import type { Credentials } from '@furl/sigv4';
import { ACCOUNT, ApiServer } from './support/api-server';

const VPC_ACCESS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';
const SHARED = `arn:aws:iam::${ACCOUNT}:policy/teams/shared`;
const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

function role(path: string, statements: readonly PolicyStatement[], more: Partial<Role> = {}): Role {
  const roleName = path.slice(path.lastIndexOf('/') + 1);
  return {
    stack: 'S',
    logicalId: roleName,
    roleName,
    arn: arnOf(path),
    roleId: 'AROAEXAMPLEEXAMPLEEXA',
    policies: [{ name: 'grants', document: { Version: '2012-10-17', Statement: statements } }],
    managedPolicyArns: [],
    assumeRolePolicy: { Version: '2012-10-17', Statement: [] },
    ...more,
  };
}

const ROLES: readonly Role[] = [
  role('service/IRL-Lambda', [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }], {
    managedPolicyArns: [VPC_ACCESS, 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  }),
  role('mine-only', [
    {
      Effect: 'Allow',
      Action: 'ec2:DeleteNetworkInterface',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/owner': 'me' } },
    },
  ]),
  role('teamwork', [], {
    policies: [
      { name: 'own', document: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } },
      {
        name: 'shared',
        arn: SHARED,
        document: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] },
      },
    ],
    managedPolicyArns: [VPC_ACCESS],
  }),
  role('denied', [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'ec2:Delete*', Resource: '*' },
  ]),
  role('bounded', [{ Effect: 'Allow', Action: '*', Resource: '*' }], {
    permissionsBoundary: {
      arn: `arn:aws:iam::${ACCOUNT}:policy/edge`,
      document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
    },
  }),
  role('one-role', [{ Effect: 'Allow', Action: 'iam:GetRole', Resource: arnOf('service/IRL-Lambda') }]),
  { ...role('foreign', []), arn: 'arn:aws:iam::999999999999:role/foreign' },
];

let server: ApiServer;
const clients: IAMClient[] = [];
beforeAll(async () => {
  server = await new ApiServer().start();
  server.serve({ roles: ROLES });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.close();
});
function iam(credentials: Credentials = server.developer): IAMClient {
  // As every client of a global service: signed for us-east-1, whatever the Region.
  const client = new IAMClient({ ...server.options, credentials, region: 'us-east-1' });
  clients.push(client);
  return client;
}
const document = (text: string | undefined): unknown => JSON.parse(decodeURIComponent(text ?? ''));

describe('roles', () => {
  it('are told as they are', async () => {
    const { Role: found } = await iam().send(new GetRoleCommand({ RoleName: 'irl-lambda' }));
    expect(found).toMatchObject({
      RoleName: 'IRL-Lambda',
      Path: '/service/',
      Arn: arnOf('service/IRL-Lambda'),
      RoleId: 'AROAEXAMPLEEXAMPLEEXA',
    });
    expect(document(found?.AssumeRolePolicyDocument)).toEqual({ Version: '2012-10-17', Statement: [] });
    const { Role: bounded } = await iam().send(new GetRoleCommand({ RoleName: 'bounded' }));
    expect(bounded?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(`arn:aws:iam::${ACCOUNT}:policy/edge`);
  });

  it('are listed page by page, by path, and only those of the account', async () => {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    let isMore: boolean | undefined;
    do {
      const page = await iam().send(new ListRolesCommand({ MaxItems: 2, Marker }));
      names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
      [Marker, isMore] = [page.Marker, page.IsTruncated];
      expect(Marker === undefined).toBe(!isMore);
    } while (isMore);
    expect(names).toEqual(['IRL-Lambda', 'bounded', 'denied', 'mine-only', 'one-role', 'teamwork']);
    const { Roles } = await iam().send(new ListRolesCommand({ PathPrefix: '/service/' }));
    expect(Roles?.map(({ RoleName }) => RoleName)).toEqual(['IRL-Lambda']);
  });

  it('have policies, inline and managed', async () => {
    const RoleName = 'IRL-Lambda';
    expect(await iam().send(new ListAttachedRolePoliciesCommand({ RoleName }))).toMatchObject({
      AttachedPolicies: [
        { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
        { PolicyName: 'AWSLambdaVPCAccessExecutionRole', PolicyArn: VPC_ACCESS },
      ],
      IsTruncated: false,
    });
    const service = new ListAttachedRolePoliciesCommand({ RoleName, PathPrefix: '/service-role/' });
    expect((await iam().send(service)).AttachedPolicies).toHaveLength(1);
    expect(await iam().send(new ListRolePoliciesCommand({ RoleName }))).toMatchObject({
      PolicyNames: ['grants'],
    });
    const { PolicyDocument } = await iam().send(new GetRolePolicyCommand({ RoleName, PolicyName: 'grants' }));
    expect(document(PolicyDocument)).toMatchObject({ Statement: [{ Action: 's3:GetObject' }] });
  });

  it('have managed policies of the templates, which are none of their own', async () => {
    const RoleName = 'teamwork';
    expect(await iam().send(new ListAttachedRolePoliciesCommand({ RoleName }))).toMatchObject({
      AttachedPolicies: [
        { PolicyName: 'shared', PolicyArn: SHARED },
        { PolicyName: 'AWSLambdaVPCAccessExecutionRole', PolicyArn: VPC_ACCESS },
      ],
    });
    const teams = new ListAttachedRolePoliciesCommand({ RoleName, PathPrefix: '/teams/' });
    expect((await iam().send(teams)).AttachedPolicies).toHaveLength(1);
    expect((await iam().send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['own']);
    await expect(
      iam().send(new GetRolePolicyCommand({ RoleName, PolicyName: 'shared' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const { Policy } = await iam().send(new GetPolicyCommand({ PolicyArn: SHARED }));
    expect(Policy).toMatchObject({ PolicyName: 'shared', Path: '/teams/', AttachmentCount: 1 });
    const version = new GetPolicyVersionCommand({ PolicyArn: SHARED, VersionId: Policy?.DefaultVersionId });
    const { PolicyVersion } = await iam().send(version);
    expect(document(PolicyVersion?.Document)).toMatchObject({ Statement: [{ Action: 'sqs:*' }] });
  });

  it('have managed policies whose words are known, or said not to be', async () => {
    const { Policy } = await iam().send(new GetPolicyCommand({ PolicyArn: VPC_ACCESS }));
    expect(Policy).toMatchObject({
      PolicyName: 'AWSLambdaVPCAccessExecutionRole',
      Path: '/service-role/',
      AttachmentCount: 2,
    });
    const { PolicyVersion } = await iam().send(
      new GetPolicyVersionCommand({ PolicyArn: VPC_ACCESS, VersionId: Policy?.DefaultVersionId }),
    );
    expect(JSON.stringify(document(PolicyVersion?.Document))).toContain('ec2:DeleteNetworkInterface');
    const edge = new GetPolicyCommand({ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/edge` });
    expect((await iam().send(edge)).Policy).toMatchObject({
      PermissionsBoundaryUsageCount: 1,
      AttachmentCount: 0,
    });
    await expect(
      iam().send(new GetPolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } });
  });
});

describe('simulation', () => {
  const ENI = 'arn:aws:ec2:eu-west-1:123456789012:network-interface/*';
  async function simulate(name: string, more: Partial<SimulatePrincipalPolicyCommandInput> = {}) {
    const { EvaluationResults = [] } = await iam().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: arnOf(name),
        ActionNames: ['ec2:DeleteNetworkInterface'],
        ...more,
      }),
    );
    return EvaluationResults;
  }

  it.each([
    ['service/IRL-Lambda', 'allowed', [{ SourcePolicyId: VPC_ACCESS, SourcePolicyType: 'aws-managed' }]],
    ['denied', 'explicitDeny', [{ SourcePolicyId: 'grants', SourcePolicyType: 'role' }]],
    ['bounded', 'implicitDeny', []],
    ['one-role', 'implicitDeny', []],
  ])('says what the policies of %s come to', async (name, EvalDecision, MatchedStatements) => {
    expect(await simulate(name)).toMatchObject([
      {
        EvalActionName: 'ec2:DeleteNetworkInterface',
        EvalResourceName: '*',
        EvalDecision,
        MatchedStatements,
        MissingContextValues: [],
      },
    ]);
  });

  it('says what a boundary has to do with it', async () => {
    const [denied, allowed] = await simulate('bounded', {
      ActionNames: ['ec2:DeleteNetworkInterface', 's3:GetObject'],
    });
    expect(denied?.PermissionsBoundaryDecisionDetail).toEqual({ AllowedByPermissionsBoundary: false });
    expect(allowed).toMatchObject({
      EvalDecision: 'allowed',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
    });
    const PermissionsBoundaryPolicyInputList = [
      JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
      }),
    ];
    expect(await simulate('bounded', { PermissionsBoundaryPolicyInputList })).toMatchObject([
      { EvalDecision: 'allowed' },
    ]);
  });

  it('says which values are missing: with the resource where one is named', async () => {
    expect(await simulate('mine-only')).toMatchObject([
      { EvalDecision: 'implicitDeny', MissingContextValues: ['aws:ResourceTag/owner'] },
    ]);
    expect(await simulate('mine-only', { ResourceArns: [ENI] })).toMatchObject([
      {
        EvalDecision: 'implicitDeny',
        EvalResourceName: ENI,
        ResourceSpecificResults: [
          {
            EvalResourceName: ENI,
            EvalResourceDecision: 'implicitDeny',
            MissingContextValues: ['aws:ResourceTag/owner'],
          },
        ],
      },
    ]);
    const ContextEntries = [
      {
        ContextKeyName: 'aws:resourcetag/Owner',
        ContextKeyValues: ['me'],
        ContextKeyType: 'string' as const,
      },
    ];
    expect(await simulate('mine-only', { ContextEntries })).toMatchObject([
      { EvalDecision: 'allowed', MissingContextValues: [] },
    ]);
  });

  it('tries policies that the caller brings', async () => {
    const PolicyInputList = [
      JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
      }),
    ];
    expect(await simulate('one-role', { PolicyInputList })).toMatchObject([
      { EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1' }] },
    ]);
  });

  it('answers every action on every resource, page by page', async () => {
    const seen: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam().send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: arnOf('service/IRL-Lambda'),
          ActionNames: ['s3:GetObject', 's3:PutObject'],
          ResourceArns: ['arn:aws:s3:::b/1', 'arn:aws:s3:::c/1'],
          MaxItems: 3,
          Marker,
        }),
      );
      for (const { EvalActionName, EvalResourceName, EvalDecision } of page.EvaluationResults ?? []) {
        seen.push(`${EvalActionName} ${EvalResourceName} ${EvalDecision}`);
      }
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(seen).toEqual([
      's3:GetObject arn:aws:s3:::b/1 allowed',
      's3:GetObject arn:aws:s3:::c/1 implicitDeny',
      's3:PutObject arn:aws:s3:::b/1 implicitDeny',
      's3:PutObject arn:aws:s3:::c/1 implicitDeny',
    ]);
  });
});

describe('refusals', () => {
  const source = arnOf('denied');
  it.each([
    [
      'a role that is not there',
      new GetRoleCommand({ RoleName: 'nobody' }),
      'NoSuchEntityException',
      'The role with name nobody cannot be found.',
    ],
    [
      'another account’s role',
      new GetRoleCommand({ RoleName: 'foreign' }),
      'NoSuchEntityException',
      'The role with name foreign cannot be found.',
    ],
    [
      'what is no name',
      new GetRoleCommand({ RoleName: '<a href="x">' }),
      'ValidationError',
      `Value '<a href="x">' at 'roleName' failed`,
    ],
    [
      'a policy that the role has not',
      new GetRolePolicyCommand({ RoleName: 'denied', PolicyName: 'x' }),
      'NoSuchEntityException',
      'The role policy with name x cannot be found.',
    ],
    [
      'a version that is not there',
      new GetPolicyVersionCommand({ PolicyArn: VPC_ACCESS, VersionId: 'v9' }),
      'NoSuchEntityException',
      'version v9 does not exist',
    ],
    [
      'what is no version',
      new GetPolicyVersionCommand({ PolicyArn: VPC_ACCESS, VersionId: '9' }),
      'ValidationError',
      "at 'versionId' failed",
    ],
    ['a made up marker', new ListRolesCommand({ Marker: 'x' }), 'ValidationError', 'Invalid Marker.'],
    [
      'pages of none',
      new ListRolesCommand({ MaxItems: 0 }),
      'ValidationError',
      "Value '0' at 'maxItems' failed",
    ],
    [
      'pages of too many',
      new ListRolesCommand({ MaxItems: 1001 }),
      'ValidationError',
      'less than or equal to 1000',
    ],
    [
      'a user',
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/ada`,
        ActionNames: ['s3:*'],
      }),
      'NoSuchEntityException',
      'The user with name ada cannot be found.',
    ],
    [
      'what is nobody',
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:s3:::somebody', ActionNames: ['s3:*'] }),
      'InvalidInputException',
      'does not clearly define entity type and name',
    ],
    [
      'no actions',
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: source, ActionNames: [] }),
      'ValidationError',
      "at 'actionNames' failed",
    ],
    [
      'what is no action',
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: source, ActionNames: ['delete it'] }),
      'InvalidInputException',
      'Invalid Action: delete it',
    ],
    [
      'what is no policy',
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: source,
        ActionNames: ['s3:*'],
        PolicyInputList: ['{'],
      }),
      'InvalidInputException',
      'PolicyInputList.1 is not a policy',
    ],
    [
      'what it cannot simulate',
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: source,
        ActionNames: ['s3:*'],
        CallerArn: arnOf('bounded'),
      }),
      'ValidationError',
      "The emulator's SimulatePrincipalPolicy does not know CallerArn",
    ],
    [
      'an operation that is not here',
      new GetUserCommand(),
      'InvalidAction',
      'Could not find operation GetUser for version 2010-05-08 of iam',
    ],
  ])('%s', async (_what, command, name, message) => {
    await expect(iam().send(command as never)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
    });
  });

  it('questions without number', async () => {
    const list = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    await expect(
      iam().send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: source,
          ActionNames: list(2000, 's3:A'),
          ResourceArns: list(2000, 'arn:aws:s3:::'),
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('those who may not: each action on the role itself', async () => {
    const credentials = server.account.assumeRole(arnOf('one-role'), 'ada');
    if (credentials === undefined) throw new Error('no role');
    const limited = iam(credentials);
    expect(await limited.send(new GetRoleCommand({ RoleName: 'IRL-Lambda' }))).toMatchObject({
      Role: { RoleName: 'IRL-Lambda' },
    });
    const denied = async (command: unknown, action: string, resource: string) =>
      expect(limited.send(command as never)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/one-role/ada is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
        $metadata: { httpStatusCode: 403 },
      });
    await denied(new GetRoleCommand({ RoleName: 'denied' }), 'iam:GetRole', arnOf('denied'));
    // Who may not ask is not told whether it is there.
    await denied(new GetRoleCommand({ RoleName: 'nobody' }), 'iam:GetRole', arnOf('nobody'));
    await denied(new ListRolesCommand(), 'iam:ListRoles', arnOf(''));
    await denied(
      new ListRolePoliciesCommand({ RoleName: 'IRL-Lambda' }),
      'iam:ListRolePolicies',
      arnOf('service/IRL-Lambda'),
    );
    await denied(new GetPolicyCommand({ PolicyArn: VPC_ACCESS }), 'iam:GetPolicy', VPC_ACCESS);
    await denied(
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: arnOf('denied'), ActionNames: ['s3:*'] }),
      'iam:SimulatePrincipalPolicy',
      arnOf('denied'),
    );
  });
});
