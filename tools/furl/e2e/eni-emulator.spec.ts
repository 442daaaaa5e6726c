import {
  DeleteFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { EVERYTHING, findEnis } from '@furl/eni-finder';
import { ACCOUNT, group, inVpc, LivingAccount, REGION, resource, role, subnet } from './living-account';

// What `furl eni` says of interfaces that live in the emulator, in the situations that AWS's findEniAssociations tells
// apart, each in one of its own.

const TEMPLATE = {
  Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Crowded: subnet('10.0.1.0/24'),
  Versions: subnet('10.0.2.0/24'),
  Lonely: subnet('10.0.3.0/24'),
  One: group('one'),
  Two: group('two'),
  Three: group('three'),
  Four: group('four'),
  Role: role('functions'),
  SharedOne: inVpc('shared-1', 'Crowded', ['One']),
  SharedTwo: inVpc('shared-2', 'Crowded', ['One']),
  Single: inVpc('single', 'Crowded', ['Two']),
  Pair: inVpc('pair', 'Crowded', ['One', 'Two']),
  OtherPair: inVpc('other-pair', 'Crowded', ['Three', 'One']),
  Mover: inVpc('mover', 'Crowded', ['Three']),
  Versioned: inVpc('versioned', 'Versions', ['One']),
  Changed: inVpc('changed', 'Versions', ['Three']),
  Alone: inVpc('alone', 'Lonely', ['One']),
};

let account: LivingAccount;
beforeAll(async () => {
  // What is let go of stays for 20 minutes, as on AWS: nothing moves while it is looked at.
  account = await LivingAccount.start(TEMPLATE, { eniClock: '1x' });
  const { lambda } = account;
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'mover' }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'alone' }));
  await lambda.send(new PublishVersionCommand({ FunctionName: 'versioned' }));
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: 'versioned',
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    }),
  );
  account.changeGroups(account.eniOf('Versions', 'Three').id, 'Four');
});
afterAll(() => account.close());

const latest = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}:$LATEST`;
const version = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}:1`;

it.each<[string, string, readonly string[], string, readonly string[]]>([
  ['two functions share', 'Crowded', ['One'], 'IN_USE_BY_LATEST', [latest('shared-1'), latest('shared-2')]],
  ['one function has', 'Crowded', ['Two'], 'IN_USE_BY_LATEST', [latest('single')]],
  ['two groups make their own', 'Crowded', ['One', 'Two'], 'IN_USE_BY_LATEST', [latest('pair')]],
  [
    'two others of the same number make',
    'Crowded',
    ['One', 'Three'],
    'IN_USE_BY_LATEST',
    [latest('other-pair')],
  ],
  [
    'only a published version has',
    'Versions',
    ['One'],
    'IN_USE_BY_PUBLISHED_VERSION',
    [version('versioned')],
  ],
  ['is left in a subnet where others have other groups', 'Crowded', ['Three'], 'WITHIN_GRACE', []],
  ['is left in a subnet without functions', 'Lonely', ['One'], 'WITHIN_GRACE', []],
  [
    'somebody gave other groups, which says nothing of who uses it',
    'Versions',
    ['Four'],
    'SG_CHANGED_OUTSIDE',
    [latest('changed'), version('versioned')],
  ],
])('one that %s', async (_situation, subnetId, groups, verdict, holders) => {
  const report = await account.look(account.eniOf(subnetId, ...groups).id);
  expect([report.verdict, report.partial]).toEqual([verdict, []]);
  expect(report.holders.map(({ arn }) => arn).sort()).toEqual([...holders]);
});

it('one that is not there', async () => {
  const report = await account.look('eni-00000000000000000');
  expect([report.verdict, report.status, report.holders]).toEqual([null, 'not-found', []]);
});

it('says since when one is left, until when it stays, and that its role still lets it go', async () => {
  const report = await account.look(account.eniOf('Lonely', 'One').id);
  expect(report.because.join()).toContain('developer deleted alone');
  expect((report.until?.getTime() ?? 0) - (report.since?.getTime() ?? 0)).toBe(20 * 60_000);
  expect(report.role).toMatchObject({ exists: true, mayDelete: true });
});

it('says who changed the groups, and when', async () => {
  const report = await account.look(account.eniOf('Versions', 'Four').id);
  expect(report.because[0]).toMatch(/^mallory changed its security groups at 2\d{3}-.*, past Lambda$/);
});

it('answers for all of them in one pass', async () => {
  const reports = await findEnis(account.source, EVERYTHING);
  expect(reports.map(({ networkInterfaceId }) => networkInterfaceId).sort()).toEqual(
    account.emulator.network
      .interfaces()
      .map(({ id }) => id)
      .sort(),
  );
});
