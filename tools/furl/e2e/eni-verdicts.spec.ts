import {
  DeleteFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { deleteEni, eniQuery, findEnis, isBad, type Verdict } from '@furl/eni-finder';
import {
  group,
  inVpc,
  LivingAccount,
  REGION,
  resource,
  role,
  subnet,
  type Resources,
} from './living-account';

// Every verdict of `furl eni`, of an interface that came to be like that in the emulator.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OTHER_ACCOUNT = '999988887777';

/** What stays as it is throughout. */
const GROUND: Resources = {
  Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Subnet: subnet('10.0.1.0/24'),
  ...Object.fromEntries(
    [
      'Used',
      'Kept',
      'Polled',
      'Old',
      'New',
      'Let',
      'Missing',
      'Denied',
      'Changed',
      'Elsewhere',
      'Late',
      'Stuck',
    ].map((id) => [id, group(id)]),
  ),
  Role: role('functions'),
  InUse: inVpc('in-use', 'Subnet', ['Used']),
  Mapping: resource('Lambda::EventSourceMapping', {
    FunctionName: { Ref: 'InUse' },
    Topics: ['orders'],
    SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['kafka.example:9092'] } },
    SourceAccessConfigurations: [
      { Type: 'VPC_SUBNET', URI: { 'Fn::Join': ['', ['subnet:', { Ref: 'Subnet' }]] } },
      {
        Type: 'VPC_SECURITY_GROUP',
        URI: { 'Fn::Join': ['', ['security_group:', { 'Fn::GetAtt': ['Polled', 'GroupId'] }]] },
      },
    ],
  }),
  Versioned: inVpc('versioned', 'Subnet', ['Kept']),
  Moves: inVpc('moves', 'Subnet', ['Old']),
  Goes: inVpc('goes', 'Subnet', ['Let']),
  Endpoint: resource('EC2::VPCEndpoint', {
    VpcId: { Ref: 'Vpc' },
    VpcEndpointType: 'Interface',
    ServiceName: `com.amazonaws.${REGION}.sqs`,
    SubnetIds: [{ Ref: 'Subnet' }],
    SecurityGroupIds: [{ 'Fn::GetAtt': ['Used', 'GroupId'] }],
  }),
  HasOthers: inVpc('has-others', 'Subnet', ['Changed']),
};
const LEFT_BEHIND_ROLES: Resources = { Doomed: role('doomed'), Weakened: role('weakened') };
const LEAVE_TODAY: Resources = {
  NoRole: inVpc('no-role', 'Subnet', ['Missing'], 'Doomed'),
  WeakRole: inVpc('weak-role', 'Subnet', ['Denied'], 'Weakened'),
  Slow: inVpc('slow', 'Subnet', ['Late']),
};
const LEFT_YESTERDAY: Resources = { Stays: inVpc('stays', 'Subnet', ['Stuck']) };

describe('a Lambda that takes a thousand times as long as it should', () => {
  let account: LivingAccount;
  beforeAll(async () => {
    let ago = 25 * HOUR;
    account = await LivingAccount.start(
      { ...GROUND, ...LEFT_BEHIND_ROLES, ...LEAVE_TODAY, ...LEFT_YESTERDAY },
      { eniClock: '0.001x', clock: () => new Date(Date.now() - ago) },
    );
    const deploy = (resources: Resources): Promise<void> =>
      account.deploy({
        '123456789012': resources,
        [OTHER_ACCOUNT]: {
          Vpc: resource('EC2::VPC', { CidrBlock: '10.9.0.0/16' }),
          Theirs: group('theirs'),
          Role: role('visitors'),
          Visits: inVpc('visits', account.idOf('Subnet'), ['Theirs']),
        },
      });
    await deploy({ ...GROUND, ...LEFT_BEHIND_ROLES, ...LEAVE_TODAY });
    ago = 30 * MINUTE;
    await deploy({ ...GROUND, ...LEFT_BEHIND_ROLES });
    ago = 29 * MINUTE;
    // Before the interfaces are gone: what deletes them is taken away.
    await deploy({ ...GROUND, Weakened: role('weakened', false) });
    ago = 0;
    account.changeGroups(account.eniOf('Subnet', 'Changed').id, 'Elsewhere');
    await account.lambda.send(new DeleteFunctionCommand({ FunctionName: 'goes' }));
    await account.lambda.send(new PublishVersionCommand({ FunctionName: 'versioned' }));
    await account.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'versioned',
        VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
      }),
    );
    await account.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'moves',
        VpcConfig: { SubnetIds: [account.idOf('Subnet')], SecurityGroupIds: [account.idOf('New')] },
      }),
    );
  });
  afterAll(() => account.close());

  it.each<[Verdict, string, string, boolean]>([
    ['IN_USE_BY_LATEST', 'Used', '1 function in subnet-', false],
    ['IN_USE_BY_LATEST', 'New', 'it is being made (status pending) for moves', false],
    ['IN_USE_BY_PUBLISHED_VERSION', 'Kept', '1 published version in subnet-', false],
    ['IN_USE_BY_EVENT_SOURCE_MAPPING', 'Polled', '1 event source mapping in subnet-', false],
    ['UPDATE_IN_PROGRESS', 'Old', 'moves: the last update is InProgress', false],
    ['WITHIN_GRACE', 'Let', 'developer deleted goes at ', false],
    ['ROLE_MISSING', 'Missing', 'role/doomed made it, and is not there any more', true],
    ['ROLE_LACKS_DELETE', 'Denied', 'role/weakened does not allow ec2:DeleteNetworkInterface on it', true],
    ['SG_CHANGED_OUTSIDE', 'Elsewhere', 'mallory changed its security groups at ', true],
    ['STUCK', 'Late', 'developer deleted slow at ', true],
    ['STUCK', 'Stuck', 'developer deleted stays at ', true],
  ])('%s: the interface with the group %s', async (verdict, id, because, bad) => {
    const report = await account.look(account.eniOf('Subnet', id).id);
    expect([report.verdict, report.partial]).toEqual([verdict, []]);
    expect(report.because[0]).toContain(because);
    expect(isBad(report)).toBe(bad);
  });

  it('NOT_LAMBDA: the interface of an endpoint, which is in the way of a group like the others', async () => {
    const reports = await findEnis(account.source, eniQuery({ securityGroups: [account.idOf('Used')] }));
    expect(reports.map(({ verdict }) => verdict).sort()).toEqual(['IN_USE_BY_LATEST', 'NOT_LAMBDA']);
    const other = reports.find(({ verdict }) => verdict === 'NOT_LAMBDA');
    expect(other?.because[0]).toContain(
      'its type is vpc_endpoint, and its description "VPC Endpoint Interface vpce-',
    );
  });

  it('STUCK is for AWS Support after 24 hours, and not before', async () => {
    const [late, stuck] = [account.eniOf('Subnet', 'Late'), account.eniOf('Subnet', 'Stuck')];
    expect((await account.look(late.id)).next.words).toContain('one in a hundred takes up to 35 minutes');
    expect((await account.look(stuck.id)).next.words).toContain('Send this answer to AWS Support');
  });

  it('OTHER_OWNER_ACCOUNT: an interface of an account that shares the subnet', async () => {
    const eni = account.emulator.network.interfaces().find(({ ownerId }) => ownerId === OTHER_ACCOUNT);
    const report = await account.look(eni?.id ?? '');
    expect([report.verdict, report.partial, isBad(report)]).toEqual(['OTHER_OWNER_ACCOUNT', [], true]);
    expect(report.because[0]).toContain(`it belongs to account ${OTHER_ACCOUNT}`);
  });
});

describe('a Lambda that takes no time', () => {
  let account: LivingAccount;
  beforeAll(async () => {
    account = await LivingAccount.start(
      {
        Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
        Subnet: subnet('10.0.1.0/24'),
        Left: group('left'),
        Role: role('functions', false),
        Leaves: inVpc('leaves', 'Subnet', ['Left']),
      },
      { eniClock: 'instant' },
    );
    await account.lambda.send(new DeleteFunctionCommand({ FunctionName: 'leaves' }));
  });
  afterAll(() => account.close());

  it('ORPHAN_AVAILABLE: its role does not let Lambda delete it, and furl eni delete does', async () => {
    const { id } = account.eniOf('Subnet', 'Left');
    const report = await account.look(id);
    expect([report.verdict, report.partial, isBad(report)]).toEqual(['ORPHAN_AVAILABLE', [], false]);
    expect(await deleteEni(account.source, id, async () => true)).toBe('deleted');
    expect((await account.look(id)).status).toBe('not-found');
    expect(await deleteEni(account.source, id, async () => true)).toBe('gone');
  });
});
