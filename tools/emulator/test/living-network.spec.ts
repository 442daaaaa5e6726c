import { InvokeCommand, LambdaClient, type InvocationType } from '@aws-sdk/client-lambda';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from '../src/account/account';
import type { Principal } from '../src/account/principal';
import { startEmulator, type Emulator, type EmulatorEvent, type EmulatorOptions } from '../src/index';
import { request, type Answer } from './support/http-client';
import { until } from './support/processes';
import { LOCATIONS } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const VPC_ACCESS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';

/** Answers, or tries for 300 ms to connect to what the query says. */
const HANDLER = `
  const net = require('net');
  exports.handler = async ({ queryStringParameters: { host, port } = {} }) => host === undefined ? 'hello' : new Promise((done) => {
    const socket = net.connect({ host, port: Number(port) });
    const timer = setTimeout(() => { socket.destroy(); done('nothing'); }, 300);
    const end = (what) => { clearTimeout(timer); socket.destroy(); done(what); };
    socket.on('connect', () => end('connected'));
    socket.on('error', (error) => end(error.code));
  });`;

const subnet = (cidr: string, zone: string): object => ({
  Type: 'AWS::EC2::Subnet',
  Properties: {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: cidr,
    AvailabilityZone: `us-east-1${zone}`,
    Tags: [{ Key: 'Name', Value: `PrivateSubnet-1${zone}` }],
  },
});
const group = (name: string): object => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupName: name, GroupDescription: name, VpcId: { Ref: 'Vpc' } },
});
const NETWORK = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  SubnetA: subnet('10.0.1.0/24', 'a'),
  SubnetC: subnet('10.0.2.0/24', 'c'),
  Small: subnet('10.0.3.0/28', 'b'),
  Full: group('outbound-full-sg'),
  Within: group('outbound-vpc-sg'),
};
const FREE = publicFunction('free', 'code');

/** A function in subnets with groups, whose role may manage interfaces; a managed policy of its own when it may not. */
function inVpc(
  name: string,
  securityGroups: readonly string[],
  {
    subnets = ['SubnetA', 'SubnetC'],
    policies = [VPC_ACCESS],
  }: { subnets?: string[]; policies?: string[] } = {},
): Readonly<Record<string, object>> {
  return {
    ...publicFunction(name, 'code', {
      VpcConfig: {
        SubnetIds: subnets.map((id) => ({ Ref: id })),
        SecurityGroupIds: securityGroups.map((id) => ({ 'Fn::GetAtt': [id, 'GroupId'] })),
      },
    }),
    [`${name}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: `${name}-role`,
        AssumeRolePolicyDocument: { Statement: [] },
        ManagedPolicyArns: policies,
      },
    },
  };
}
const ONE = inVpc('one', ['Full']);
const TWO = inVpc('two', ['Within']);
const THREE = inVpc('three', ['Within']);
const ARTICLE = { ...NETWORK, ...ONE, ...TWO, ...THREE };

let assembly: TemporaryAssembly;
let emulator: Emulator;
let events: EmulatorEvent[];
let now: number;
beforeEach(() => {
  events = [];
  now = Date.parse('2026-03-01T09:30:00Z');
  assembly = new TemporaryAssembly().write('code/index.js', HANDLER);
});
afterEach(async () => {
  await emulator.close();
  assembly.remove();
});

/** Starts it on a clock that only the test moves. */
async function start(
  resources: Readonly<Record<string, object>>,
  options: Partial<EmulatorOptions> = {},
): Promise<void> {
  assembly.synth(resources);
  emulator = await startEmulator({
    ...LOCATIONS,
    assemblyFolder: assembly.folder,
    port: 0,
    eniClock: '1x',
    clock: () => new Date(now),
    events: (event) => events.push(event),
    ...options,
  });
}
const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const urlOf = (name: string): string => emulator.urls.find((url) => url.functionName === name)?.url ?? '';
const ask = (name: string, query: Record<string, string> = {}): Promise<Answer> =>
  request(`${urlOf(name)}?${new URLSearchParams(query).toString()}`);
const somebody = (): Principal => {
  const account = new Account('123456789012', 'aws', []);
  const principal = account.lookUp(account.admitDeveloper().accessKeyId)?.principal;
  if (principal === undefined) throw new Error('nobody');
  return principal;
};
const stateOf = (name: string): string | undefined => {
  const [latest] = emulator.network.functions().find(({ fn }) => fn.functionName === name)?.versions ?? [];
  if (latest === undefined) return undefined;
  const { state, stateReasonCode, lastUpdateStatus, lastUpdateStatusReasonCode } = latest.state;
  return [state, stateReasonCode, lastUpdateStatus, lastUpdateStatusReasonCode].filter(Boolean).join(' ');
};
const subnetId = (name: string): string =>
  emulator.network
    .networks()
    .flatMap(({ subnets }) => subnets)
    .find((each) => each.path === `App.${name}`)?.id ?? '';
const groupId = (name: string): string =>
  emulator.network
    .networks()
    .flatMap(({ securityGroups }) => securityGroups)
    .find((each) => each.path === `App.${name}`)?.id ?? '';
const free = (): (number | undefined)[] =>
  ['SubnetA', 'SubnetC'].map((name) => emulator.network.freeAddresses(subnetId(name)));
const statuses = (): string[] =>
  emulator.network
    .interfaces()
    .map(({ status, interfaceType, attachment }) =>
      [status, interfaceType, attachment?.status].filter(Boolean).join(' '),
    );
const told = (): string[] =>
  events.flatMap((event) =>
    event.kind === 'network-interface'
      ? [
          `${event.what} ${event.subnet} ${event.securityGroups.join()} ${event.functions.join()} ${event.freeAddresses}`,
        ]
      : event.kind === 'function-state'
        ? [[event.functionName, event.state, event.stateReasonCode, event.lastUpdateStatus].join(' ')]
        : [],
  );

describe('at the start', () => {
  it('has the interfaces of all that is in the assembly, and its functions answer at once', async () => {
    await start(ARTICLE);
    expect(statuses()).toEqual(Array.from({ length: 4 }, () => 'in-use lambda attached'));
    expect(free()).toEqual([249, 249]);
    expect((await ask('one')).text).toBe('hello');
    expect(told()).toEqual([]);
  });

  it('describes interfaces as EC2 does', async () => {
    await start({ ...NETWORK, ...ONE });
    const [first, second] = emulator.network.interfaces();
    expect(first).toEqual({
      id: expect.stringMatching(/^eni-[0-9a-f]{17}$/) as string,
      region: 'us-east-1',
      ownerId: '123456789012',
      vpcId: expect.stringMatching(/^vpc-/) as string,
      subnetId: subnetId('SubnetA'),
      availabilityZone: 'us-east-1a',
      securityGroupIds: [groupId('Full')],
      privateIpAddress: expect.stringMatching(/^10\.0\.1\.\d+$/) as string,
      macAddress: expect.stringMatching(/^06(:[0-9a-f]{2}){5}$/) as string,
      description: expect.stringMatching(
        /^AWS Lambda VPC ENI-one-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
      ) as string,
      interfaceType: 'lambda',
      status: 'in-use',
      requesterId: expect.stringMatching(/^AROA[A-Z0-9]{17}:123456789012$/) as string,
      requesterManaged: false,
      attachment: {
        id: expect.stringMatching(/^ela-attach-[0-9a-f]{17}$/) as string,
        status: 'attached',
        instanceOwnerId: 'amazon-aws',
        deviceIndex: 1,
        deleteOnTermination: false,
        attachTime: new Date(now),
      },
      createdAt: new Date(now),
    });
    expect(second?.id).not.toBe(first?.id);
  });

  it('gives interfaces the same ids again after a restart', async () => {
    await start(ARTICLE);
    const before = emulator.network.interfaces();
    await emulator.close();
    await start(ARTICLE);
    expect(emulator.network.interfaces()).toEqual(before);
  });

  it('says of a function whose role may not manage interfaces that AWS would refuse it, and runs it', async () => {
    await start({ ...NETWORK, ...inVpc('poor', ['Full'], { policies: [] }) });
    expect(emulator.notices).toContainEqual(expect.stringMatching(/^poor: its role may not manage network/));
    expect((await ask('poor')).text).toBe('hello');
  });

  it('gives away no more addresses than there are', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
    await start({
      ...NETWORK,
      ...Object.fromEntries(names.map((name) => [`${name}Group`, group(name)])),
      ...Object.assign({}, ...names.map((name) => inVpc(name, [`${name}Group`], { subnets: ['Small'] }))),
    });
    const addresses = emulator.network.interfaces().map(({ privateIpAddress }) => privateIpAddress);
    expect(new Set(addresses).size).toBe(11);
    expect(addresses).not.toContain('10.0.3.15');
    expect(addresses).not.toContain('10.0.3.3');
    expect(stateOf('f11')).toBe('Failed SubnetOutOfIPAddresses Successful');
    expect((await ask('f11')).status).toBe(409);
    expect(emulator.notices).toContainEqual(
      expect.stringMatching(/^f11 is Failed \(SubnetOutOfIPAddresses\)/),
    );
  });
});

describe('the experiment of the article', () => {
  it('frees what functions 01 and 02 held alone, within 20 minutes', async () => {
    await start(ARTICLE);
    await emulator.network.deleteFunction(arnOf('one'), undefined, somebody());
    await emulator.network.deleteFunction(arnOf('two'), undefined, somebody());
    expect(statuses()).toHaveLength(4);
    now += 15 * MINUTE;
    expect(statuses().slice(0, 2)).toEqual(['detaching lambda detaching', 'detaching lambda detaching']);
    now += MINUTE;
    expect(statuses().slice(0, 2)).toEqual(['available interface', 'available interface']);
    expect(free()).toEqual([249, 249]);
    now += 4 * MINUTE;
    expect(statuses()).toEqual(['in-use lambda attached', 'in-use lambda attached']);
    expect(free()).toEqual([250, 250]);
    expect(told().slice(0, 2)).toEqual([
      'let-go PrivateSubnet-1a outbound-full-sg  249',
      'let-go PrivateSubnet-1c outbound-full-sg  249',
    ]);
    now += DAY;
    expect(statuses()).toHaveLength(2);
  });

  it('does it at once when the clock is instant', async () => {
    await start(ARTICLE, { eniClock: 'instant' });
    await emulator.network.deleteFunction(arnOf('one'), undefined, somebody());
    expect(free()).toEqual([250, 250]);
    expect(told().filter((line) => line.startsWith('deleted'))).toEqual([
      'deleted PrivateSubnet-1a outbound-full-sg  250',
      'deleted PrivateSubnet-1c outbound-full-sg  250',
    ]);
  });

  it('happens by itself, with nobody looking, on the clock of this machine', async () => {
    await start(ARTICLE, { eniClock: '6000x', clock: () => new Date() });
    await emulator.network.deleteFunction(arnOf('one'), undefined, somebody());
    await until(() => told().filter((line) => line.startsWith('deleted')).length === 2, 'both are deleted');
  });
});

describe('a new function', () => {
  it('is Pending until its interfaces are ready, and cannot be called meanwhile', async () => {
    await start({ ...NETWORK, ...FREE });
    assembly.synth({ ...NETWORK, ...FREE, ...ONE });
    await emulator.reload();
    expect(stateOf('one')).toBe('Pending Creating Successful');
    const refused = await ask('one');
    expect(refused.status).toBe(409);
    expect(refused.headers['x-amzn-errortype']).toBe('ResourceConflictException');
    expect(refused.json()).toEqual({
      Type: 'User',
      message:
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    });
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'refused',
        explanation: expect.stringMatching(/^one is Pending \(Creating\)/) as string,
      }),
    );
    expect(statuses()).toEqual(['pending lambda attaching', 'pending lambda attaching']);
    now += 90_000;
    expect((await ask('one')).text).toBe('hello');
    expect(emulator.network.interfaces()[0]?.attachment?.attachTime).toEqual(new Date(now));
    expect(told()).toEqual([
      'one Pending Creating Successful',
      'created PrivateSubnet-1a outbound-full-sg one 250',
      'created PrivateSubnet-1c outbound-full-sg one 250',
      'ready PrivateSubnet-1a outbound-full-sg one 250',
      'ready PrivateSubnet-1c outbound-full-sg one 250',
      'one Active  Successful',
    ]);
  });

  it('is held by its network from its first invocation on', async () => {
    await start({ ...NETWORK, ...FREE });
    assembly.synth({ ...NETWORK, ...FREE, ...ONE });
    await emulator.reload();
    now += 90_000;
    const { hostname, port } = new URL(urlOf('free'));
    expect((await ask('one', { host: hostname, port })).text).toBe('nothing');
  });

  it('answers at once where others have its interfaces', async () => {
    await start({ ...NETWORK, ...TWO });
    assembly.synth({ ...NETWORK, ...TWO, ...THREE });
    await emulator.reload();
    expect((await ask('three')).text).toBe('hello');
    expect(emulator.network.interfaces()).toHaveLength(2);
  });

  it('fails when its role may not make interfaces', async () => {
    await start({ ...NETWORK, ...FREE });
    assembly.synth({ ...NETWORK, ...FREE, ...inVpc('poor', ['Full'], { policies: [] }) });
    await emulator.reload();
    expect(stateOf('poor')).toBe('Failed InsufficientRolePermissions Successful');
    expect((await ask('poor')).status).toBe(409);
  });
});

describe('an update', () => {
  it('that its role does not allow fails, and the function goes on as it was', async () => {
    await start({ ...NETWORK, ...FREE, ...publicFunction('moves', 'code') });
    const { hostname, port } = new URL(urlOf('free'));
    const reached = async (): Promise<string> => (await ask('moves', { host: hostname, port })).text;
    expect(await reached()).toBe('connected');
    const config = { subnetIds: [subnetId('SubnetA')], securityGroupIds: [groupId('Full')] };
    expect(await emulator.network.updateVpcConfig(arnOf('moves'), config, somebody())).toBe('updated');
    expect(stateOf('moves')).toBe('Active Failed InsufficientRolePermissions');
    expect(await reached()).toBe('connected');
  });

  it('changes what connections reach when the new interfaces are ready, and the function answers throughout', async () => {
    await start({ ...NETWORK, ...FREE, ...ONE });
    const { hostname, port } = new URL(urlOf('free'));
    const reached = async (): Promise<string> => (await ask('one', { host: hostname, port })).text;
    expect(await reached()).toBe('nothing');
    const nowhere = { subnetIds: [], securityGroupIds: [] };
    await emulator.network.updateVpcConfig(arnOf('one'), nowhere, somebody());
    expect(await reached()).toBe('connected');
    now += 60 * MINUTE;
    expect(statuses()).toEqual([]);

    const back = { subnetIds: [subnetId('SubnetC')], securityGroupIds: [groupId('Within')] };
    await emulator.network.updateVpcConfig(arnOf('one'), back, somebody());
    expect(stateOf('one')).toBe('Active InProgress');
    expect(await emulator.network.updateVpcConfig(arnOf('one'), nowhere, somebody())).toBe('conflict');
    expect(await emulator.network.publishVersion(arnOf('one'), somebody())).toBe('conflict');
    expect(await reached()).toBe('connected');
    now += 90_000;
    expect(stateOf('one')).toBe('Active Successful');
    // A sandbox with the new network is on its way; who calls meanwhile has the old one.
    const end = Date.now() + 10_000;
    while ((await reached()) === 'connected') expect(Date.now()).toBeLessThan(end);
    expect(await reached()).toBe('nothing');
  });
});

describe('what calls of the APIs change', () => {
  it('deletes a function: its URL is one that nobody has', async () => {
    await start(ARTICLE);
    const url = urlOf('one');
    expect(await emulator.network.deleteFunction(arnOf('one'), undefined, somebody())).toBe('deleted');
    const answer = await request(url);
    expect([answer.status, answer.text]).toEqual([403, '{"Message":null}']);
    expect(stateOf('one')).toBeUndefined();
    expect(await emulator.network.deleteFunction(arnOf('one'), undefined, somebody())).toBe('not-found');
    expect(
      await emulator.network.updateVpcConfig(
        arnOf('one'),
        { subnetIds: [], securityGroupIds: [] },
        somebody(),
      ),
    ).toBe('not-found');
    expect(await emulator.network.publishVersion(arnOf('one'), somebody())).toBe('not-found');
  });

  it('stays until the templates say anything new', async () => {
    await start(ARTICLE);
    await emulator.network.deleteFunction(arnOf('one'), undefined, somebody());
    expect((await emulator.reload()).added).toEqual([]);
    expect(stateOf('one')).toBeUndefined();
    assembly.synth({ ...ARTICLE, ...FREE });
    expect((await emulator.reload()).added).toEqual(['one', 'free']);
    // Its interfaces were on their way out, and are there still.
    expect((await ask('one')).text).toBe('hello');
  });

  it('leaves everything as it was when the new template cannot be served', async () => {
    await start(ARTICLE);
    await emulator.network.deleteFunction(arnOf('one'), undefined, somebody());
    assembly.write('App.template.json', '{');
    await expect(emulator.reload()).rejects.toThrow(/cannot be read/);
    expect(stateOf('one')).toBeUndefined();
    expect(stateOf('two')).toBe('Active Successful');
  });

  it('publishes versions, which hold interfaces of their own and are invoked by themselves', async () => {
    await start({ ...NETWORK, ...ONE });
    expect(await emulator.network.publishVersion(arnOf('one'), somebody())).toEqual({ version: '1' });
    expect(await emulator.network.publishVersion(arnOf('one'), somebody())).toEqual({ version: '1' });
    await emulator.network.updateVpcConfig(arnOf('one'), { subnetIds: [], securityGroupIds: [] }, somebody());
    expect(await emulator.network.publishVersion(arnOf('one'), somebody())).toEqual({ version: '2' });
    now += DAY;
    const [deployed] = emulator.network.functions();
    expect(
      deployed?.versions.map(({ version, vpcConfig }) => [version, vpcConfig?.subnetIds.length]),
    ).toEqual([
      ['$LATEST', undefined],
      ['1', 2],
      ['2', undefined],
    ]);
    expect(deployed?.fn.qualifiers).toEqual({ 1: '1', 2: '2' });
    expect(statuses()).toEqual(['in-use lambda attached', 'in-use lambda attached']);
    expect(await emulator.network.deleteFunction(arnOf('one'), '7', somebody())).toBe('not-found');
    expect(await emulator.network.deleteFunction(arnOf('one'), '1', somebody())).toBe('deleted');
    now += 20 * MINUTE;
    expect(statuses()).toEqual([]);
    await emulator.network.deleteFunction(arnOf('one'), '2', somebody());
    expect(await emulator.network.publishVersion(arnOf('one'), somebody())).toEqual({ version: '3' });
  });

  it('is done one after the other, however many call at a time', async () => {
    await start(ARTICLE);
    const outcomes = await Promise.all([
      ...[1, 2, 3].map(() => emulator.network.deleteFunction(arnOf('one'), undefined, somebody())),
      ...[1, 2].map(() => emulator.network.publishVersion(arnOf('two'), somebody())),
    ]);
    expect(outcomes).toEqual(['deleted', 'not-found', 'not-found', { version: '1' }, { version: '1' }]);
  });

  it('says when a version was last modified', async () => {
    await start(ARTICLE);
    const began = new Date(now);
    now += MINUTE;
    await emulator.network.updateVpcConfig(arnOf('one'), { subnetIds: [], securityGroupIds: [] }, somebody());
    const modified = emulator.network.functions().map(({ versions }) => versions[0]?.lastModified);
    expect(modified).toEqual([new Date(now), began, began]);
  });
});

describe('a function that nobody invokes', () => {
  it('loses its interfaces after 14 days; its next call fails, and wakes it', async () => {
    await start({ ...NETWORK, ...ONE });
    now += 14 * DAY - 1;
    expect((await ask('one')).status).toBe(200);
    now += 14 * DAY;
    expect(stateOf('one')).toBe('Inactive Idle Successful');
    now += 20 * MINUTE;
    expect(statuses()).toEqual([]);
    const woken = await ask('one');
    expect([woken.status, woken.headers['x-amzn-errortype']]).toEqual([502, 'ResourceNotReadyException']);
    expect(stateOf('one')).toBe('Pending Restoring Successful');
    expect((await ask('one')).status).toBe(502);
    now += 90_000;
    expect((await ask('one')).status).toBe(200);
  });

  it('goes on for ever when nobody named a clock, and when it is instant', async () => {
    for (const options of [{ eniClock: undefined }, { eniClock: 'instant' as const }]) {
      await start({ ...NETWORK, ...ONE }, options as Partial<EmulatorOptions>);
      now += 100 * DAY;
      expect((await ask('one')).status).toBe(200);
      if (options.eniClock === undefined) await emulator.close();
    }
  });
});

describe('an interface that its role cannot delete', () => {
  beforeEach(async () => {
    await start({ ...NETWORK, ...ONE });
    // aws-cdk#34400: the policy goes with the VpcConfig.
    assembly.synth({ ...NETWORK, ...publicFunction('one', 'code') });
    await emulator.reload();
  });

  it('stays until somebody else deletes it', async () => {
    now += 30 * MINUTE;
    const [first, second] = emulator.network.interfaces();
    expect(first?.status).toBe('in-use');
    expect(emulator.network.deleteInterface(first?.id ?? '', somebody())).toBe('in-use');
    now += DAY;
    expect(statuses()).toEqual(['available interface', 'available interface']);
    expect(emulator.network.deleteInterface(first?.id ?? '', somebody())).toBe('deleted');
    expect(emulator.network.deleteInterface(first?.id ?? '', somebody())).toBe('not-found');
    expect(emulator.network.deleteInterface('eni-1', somebody())).toBe('not-found');
    expect(free()).toEqual([251, 250]);
    expect(emulator.network.interfaces().map(({ id }) => id)).toEqual([second?.id]);
  });

  it('is on record as Lambda’s vain attempt, and as the deletion that somebody made', async () => {
    now += DAY;
    const [first] = emulator.network.interfaces();
    emulator.network.deleteInterface(first?.id ?? '', somebody());
    const deletions = emulator.network
      .history()
      .filter(
        ({ eventName, requestParameters }) =>
          eventName === 'DeleteNetworkInterface' && requestParameters?.['networkInterfaceId'] === first?.id,
      );
    expect(
      deletions.map(({ sourceIPAddress, errorCode, username }) => [sourceIPAddress, errorCode, username]),
    ).toEqual([
      ['lambda.amazonaws.com', 'Client.UnauthorizedOperation', '123456789012'],
      ['127.0.0.1', undefined, 'developer'],
    ]);
  });
});

describe('the history', () => {
  it('has what was deployed, and who changed it since', async () => {
    await start({ ...NETWORK, ...ONE });
    now += MINUTE;
    await emulator.network.updateVpcConfig(arnOf('one'), { subnetIds: [], securityGroupIds: [] }, somebody());
    await emulator.network.publishVersion(arnOf('one'), somebody());
    await emulator.network.deleteFunction(arnOf('one'), '1', somebody());
    await emulator.network.deleteFunction(arnOf('one'), undefined, somebody());
    const history = emulator.network.history();
    expect(history.map(({ eventName, sourceIPAddress }) => [eventName, sourceIPAddress])).toEqual([
      ['CreateFunction20150331', 'cloudformation.amazonaws.com'],
      ['CreateNetworkInterface', 'lambda.amazonaws.com'],
      ['CreateNetworkInterface', 'lambda.amazonaws.com'],
      ['UpdateFunctionConfiguration20150331v2', '127.0.0.1'],
      ['PublishVersion20150331', '127.0.0.1'],
      ['DeleteFunction20150331', '127.0.0.1'],
      ['DeleteFunction20150331', '127.0.0.1'],
    ]);
    expect(history[3]).toMatchObject({
      eventSource: 'lambda.amazonaws.com',
      eventTime: new Date(now),
      awsRegion: 'us-east-1',
      accountId: '123456789012',
      username: 'developer',
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::123456789012:assumed-role/FurlDeveloper/developer',
        sessionContext: { sessionIssuer: { userName: 'FurlDeveloper' } },
      },
      resources: [
        { resourceType: 'AWS::Lambda::Function', resourceName: 'one' },
        { resourceName: arnOf('one') },
      ],
      requestParameters: { functionName: 'one', vpcConfig: { subnetIds: [], securityGroupIds: [] } },
      responseElements: { vpcConfig: { subnetIds: [] }, role: 'arn:aws:iam::123456789012:role/one-role' },
    });
    expect(history[5]?.requestParameters).toEqual({ functionName: 'one', qualifier: '1' });
    expect(new Set(history.map(({ eventId }) => eventId)).size).toBe(history.length);
  });

  it('has what a reload changed', async () => {
    await start({ ...NETWORK, ...ONE, ...TWO });
    assembly.synth({ ...NETWORK, ...inVpc('one', ['Within']), ...THREE });
    await emulator.reload();
    const after = emulator.network.history().slice(6);
    expect(
      after.map(({ eventName, requestParameters }) => [eventName, requestParameters?.['functionName']]),
    ).toEqual([
      ['UpdateFunctionConfiguration20150331v2', 'one'],
      ['CreateFunction20150331', 'three'],
      ['DeleteFunction20150331', 'two'],
    ]);
  });
});

it('says nothing more, and leaves no timer behind, when it is closed', async () => {
  await start(ARTICLE, { eniClock: '60x', clock: () => new Date() });
  await emulator.network.deleteFunction(arnOf('one'), undefined, somebody());
  const before = events.length;
  await emulator.close();
  now += DAY;
  emulator.network.interfaces();
  expect(events).toHaveLength(before);
});

it('leaves nothing behind when it is closed while an update becomes ready', async () => {
  const temporaryRoot = mkdtempSync(join(tmpdir(), 'furl-closing-'));
  const nowhere = { subnetIds: [], securityGroupIds: [] };
  for (const delay of [0, 10, 15, 20, 30]) {
    await start(
      { ...NETWORK, ...ONE, ...TWO },
      { eniClock: '6000x', clock: () => new Date(), temporaryRoot },
    );
    expect((await ask('one')).text).toBe('hello');
    const elsewhere = { subnetIds: [subnetId('Small')], securityGroupIds: [groupId('Full')] };
    await emulator.network.updateVpcConfig(arnOf('two'), nowhere, somebody());
    await emulator.network.updateVpcConfig(arnOf('one'), elsewhere, somebody());
    await new Promise((done) => setTimeout(done, delay));
    await emulator.close();
    expect(readdirSync(temporaryRoot)).toEqual([]);
  }
  rmSync(temporaryRoot, { recursive: true });
});

describe('Invoke', () => {
  const invoke = async (
    name: string,
    event: object,
    more: { Qualifier?: string; InvocationType?: InvocationType } = {},
  ) => {
    const client = new LambdaClient({
      endpoint: `http://127.0.0.1:${emulator.port}`,
      region: 'us-east-1',
      credentials: emulator.developer,
      maxAttempts: 1,
    });
    const input = { FunctionName: name, Payload: JSON.stringify(event), ...more };
    return client.send(new InvokeCommand(input)).finally(() => client.destroy());
  };

  it.each(['RequestResponse', 'Event', 'DryRun'] as const)(
    'is refused while a function is Pending: %s',
    async (type) => {
      await start({ ...NETWORK, ...FREE }, { clock: () => new Date() });
      assembly.synth({ ...NETWORK, ...FREE, ...ONE });
      await emulator.reload();
      await expect(invoke('one', {}, { InvocationType: type })).rejects.toMatchObject({
        name: 'ResourceConflictException',
        message:
          'The operation cannot be performed at this time. The function is currently in the following state: Pending',
        $metadata: { httpStatusCode: 409 },
      });
    },
  );

  it('runs each version in the network that it was published with', async () => {
    await start({ ...NETWORK, ...FREE, ...ONE }, { clock: () => new Date() });
    await emulator.network.publishVersion(arnOf('one'), somebody());
    await emulator.network.updateVpcConfig(arnOf('one'), { subnetIds: [], securityGroupIds: [] }, somebody());
    const { hostname: host, port } = new URL(urlOf('free'));
    const event = { queryStringParameters: { host, port } };
    const said = async (Qualifier?: string): Promise<string | undefined> =>
      (await invoke('one', event, Qualifier === undefined ? {} : { Qualifier })).Payload?.transformToString();
    expect(await said()).toBe('"connected"');
    expect(await said('1')).toBe('"nothing"');
  });
});

it('refuses a clock that is none', async () => {
  await start(ARTICLE);
  const clocks = ['fast', '0x', '-1x', 'x', '60', 'Infinityx', '1e3x'];
  for (const eniClock of clocks) {
    const options = { ...LOCATIONS, assemblyFolder: assembly.folder, port: 0, eniClock } as EmulatorOptions;
    await expect(startEmulator(options)).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringContaining(`is "${eniClock}"; it is 1x, 60x`) as string,
    });
  }
});
