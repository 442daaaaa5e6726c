import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { startEmulator, type Emulator } from '@furl/emulator';
import { awsSource, eniQuery, EVERYTHING, findEnis, type AwsSource, type EniReport } from '@furl/eni-finder';
import { root } from './furl-process';

// What `furl eni` says of interfaces that live in the emulator, each in a situation of its own.

const REGION = 'eu-west-1';
const resource = (type: string, Properties: object): object => ({ Type: `AWS::${type}`, Properties });
const group = (GroupName: string): object =>
  resource('EC2::SecurityGroup', { GroupName, GroupDescription: GroupName, VpcId: { Ref: 'Vpc' } });
const subnet = (CidrBlock: string): object =>
  resource('EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock, AvailabilityZone: `${REGION}a` });
const inVpc = (FunctionName: string, subnetId: string, groups: readonly string[]): object =>
  resource('Lambda::Function', {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = async () => "hello";' },
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    VpcConfig: {
      SubnetIds: [{ Ref: subnetId }],
      SecurityGroupIds: groups.map((id) => ({ 'Fn::GetAtt': [id, 'GroupId'] })),
    },
  });

const TEMPLATE = {
  Resources: {
    Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
    Crowded: subnet('10.0.1.0/24'),
    Versions: subnet('10.0.2.0/24'),
    Lonely: subnet('10.0.3.0/24'),
    One: group('one'),
    Two: group('two'),
    Three: group('three'),
    Role: resource('IAM::Role', {
      RoleName: 'functions',
      AssumeRolePolicyDocument: { Statement: [] },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'],
    }),
    SharedOne: inVpc('shared-1', 'Crowded', ['One']),
    SharedTwo: inVpc('shared-2', 'Crowded', ['One']),
    Single: inVpc('single', 'Crowded', ['Two']),
    Pair: inVpc('pair', 'Crowded', ['One', 'Two']),
    OtherPair: inVpc('other-pair', 'Crowded', ['Three', 'One']),
    Mover: inVpc('mover', 'Crowded', ['Three']),
    Versioned: inVpc('versioned', 'Versions', ['One']),
    Alone: inVpc('alone', 'Lonely', ['One']),
  },
};

let folder: string;
let emulator: Emulator;
let lambda: LambdaClient;
let source: AwsSource;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'furl-eni-'));
  writeFileSync(join(folder, 'App.template.json'), JSON.stringify(TEMPLATE));
  const App = {
    type: 'aws:cloudformation:stack',
    environment: `aws://123456789012/${REGION}`,
    properties: { templateFile: 'App.template.json' },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts: { App } }));
  emulator = await startEmulator({
    preload: join(root, 'dist/tools/emulator/sandbox-preload.cjs'),
    runtimeClient: require.resolve('aws-lambda-ric'),
    runtimesFolder: join(root, 'tools/emulator/runtimes'),
    assemblyFolder: folder,
    port: 0,
    // What is let go of stays for 20 minutes, as on AWS: nothing moves while it is looked at.
    eniClock: '1x',
  });
  const { accessKeyId, secretAccessKey, sessionToken } = emulator.developer;
  environment = process.env;
  process.env = {
    ...environment,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const endpointUrl = `http://localhost:${emulator.port}`;
  lambda = new LambdaClient({ endpoint: endpointUrl, region: REGION, credentials: emulator.developer });
  source = await awsSource({ endpointUrl, region: REGION });

  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'mover' }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'alone' }));
  await lambda.send(new PublishVersionCommand({ FunctionName: 'versioned' }));
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: 'versioned',
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    }),
  );
});
afterAll(async () => {
  source.close();
  lambda.destroy();
  process.env = environment;
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The id of the interface that these groups have in that subnet, by their logical ids. */
function eniOf(subnetId: string, ...groups: readonly string[]): string {
  const [network] = emulator.network.networks();
  const idOf = (logicalId: string): string | undefined =>
    [...(network?.subnets ?? []), ...(network?.securityGroups ?? [])].find(
      ({ path }) => path === `App.${logicalId}`,
    )?.id;
  const wanted = groups.map(idOf).sort().join();
  const eni = emulator.network
    .interfaces()
    .find((each) => each.subnetId === idOf(subnetId) && each.securityGroupIds.join() === wanted);
  if (eni === undefined) throw new Error(`there is no interface of ${groups.join()} in ${subnetId}`);
  return eni.id;
}
async function look(id: string): Promise<EniReport | undefined> {
  return (await findEnis(source, eniQuery({ enis: [id] })))[0];
}
const latest = (name: string): string => `arn:aws:lambda:${REGION}:123456789012:function:${name}:$LATEST`;
const version = (name: string): string => `arn:aws:lambda:${REGION}:123456789012:function:${name}:1`;

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
])('one that %s', async (_situation, subnetId, groups, verdict, holders) => {
  const report = await look(eniOf(subnetId, ...groups));
  expect([report?.verdict, report?.partial]).toEqual([verdict, []]);
  expect(report?.holders.map(({ arn }) => arn).sort()).toEqual([...holders]);
});

it('says since when one is left, until when it stays, and that its role still lets it go', async () => {
  const report = await look(eniOf('Lonely', 'One'));
  expect(report?.because.join()).toContain('developer deleted alone');
  expect((report?.until?.getTime() ?? 0) - (report?.since?.getTime() ?? 0)).toBe(20 * 60_000);
  expect(report?.role).toMatchObject({ exists: true, mayDelete: true });
});

it('answers for all of them in one pass', async () => {
  const reports = await findEnis(source, EVERYTHING);
  expect(reports.map(({ networkInterfaceId }) => networkInterfaceId).sort()).toEqual(
    emulator.network
      .interfaces()
      .map(({ id }) => id)
      .sort(),
  );
});
