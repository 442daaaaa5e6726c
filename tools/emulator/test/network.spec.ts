import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNetwork } from '@furl/cloud-assembly';
import { destinationOf, reach } from '@furl/hyperplane';
import { startEmulator, type Emulator, type EmulatorEvent, type EmulatorOptions } from '../src/index';
import { request } from './support/http-client';
import { LOCATIONS } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

/** Tries to connect to what the query says, for 300 ms unless it says for how long. */
const TRIES = `
  const net = require('net');
  exports.handler = async ({ queryStringParameters: { host, port = '443', by, ms = '300' } }) => {
    if (by === 'fetch') {
      const signal = AbortSignal.timeout(Number(ms));
      return fetch('http://' + host + ':' + port + '/', { signal }).then((r) => String(r.status), (e) => e.cause?.code ?? e.name);
    }
    if (by === 'udp') {
      const socket = require('dgram').createSocket('udp4');
      return new Promise((done) => {
        const timer = setTimeout(() => { socket.close(); done('nothing'); }, Number(ms));
        socket.on('message', (message) => { clearTimeout(timer); socket.close(); done(String(message)); });
        socket.send('ping', Number(port), host, (error, bytes) => { if (error || bytes !== 4) done(String(error ?? bytes)); });
      });
    }
    return new Promise((done) => {
      const socket = net.connect({ host, port: Number(port) });
      const timer = setTimeout(() => { socket.destroy(); done('nothing'); }, Number(ms));
      const end = (what) => { clearTimeout(timer); socket.destroy(); done(what); };
      socket.on('connect', () => end('connected'));
      socket.on('error', (error) => end(error.code));
    });
  };`;

/** Of functions that wait longer than they have to on a machine with nothing else to do. */
const PATIENT = { Timeout: 20 };

/** A private subnet with a NAT gateway, and a group that lets out HTTPS and nothing else. */
const WITH_NAT = {
  NatVpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
  Gateway: { Type: 'AWS::EC2::InternetGateway' },
  PublicSubnet: {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'NatVpc' }, CidrBlock: '10.9.0.0/24' },
  },
  PrivateSubnet: {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'NatVpc' }, CidrBlock: '10.9.1.0/24' },
  },
  Nat: {
    Type: 'AWS::EC2::NatGateway',
    Properties: { SubnetId: { Ref: 'PublicSubnet' }, AllocationId: 'eipalloc-1' },
  },
  ...routeOut('Public', { GatewayId: { Ref: 'Gateway' } }),
  ...routeOut('Private', { NatGatewayId: { Ref: 'Nat' } }),
  WebOnly: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'HTTPS',
      VpcId: { Ref: 'NatVpc' },
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
    },
  },
};

/** A subnet without a way out, and in it an endpoint for Lambda's API. */
const WITH_ENDPOINT = {
  EndpointVpc: {
    Type: 'AWS::EC2::VPC',
    Properties: { CidrBlock: '10.7.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true },
  },
  EndpointSubnet: {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'EndpointVpc' }, CidrBlock: '10.7.0.0/24' },
  },
  EndpointGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'itself',
      VpcId: { Ref: 'EndpointVpc' },
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.7.0.0/16' }],
    },
  },
  LambdaEndpoint: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.lambda' },
      VpcId: { Ref: 'EndpointVpc' },
      SubnetIds: [{ Ref: 'EndpointSubnet' }],
      SecurityGroupIds: [{ Ref: 'EndpointGroup' }],
      PrivateDnsEnabled: true,
    },
  },
};

function routeOut(name: string, target: object): object {
  const table = { Ref: `${name}Table` };
  return {
    [`${name}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'NatVpc' } } },
    [`${name}Route`]: {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', ...target },
    },
    [`${name}Association`]: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { RouteTableId: table, SubnetId: { Ref: `${name}Subnet` } },
    },
  };
}

let assembly: TemporaryAssembly;
let emulator: Emulator;
let events: EmulatorEvent[];
let local: Server;
beforeEach(async () => {
  events = [];
  local = createServer((socket) => socket.end());
  await new Promise<void>((done) => local.listen(0, '127.0.0.1', done));
  assembly = new TemporaryAssembly().write('isolated/index.js', TRIES).synth({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '127.8.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } },
    ...publicFunction('isolated', 'isolated', {
      ...PATIENT,
      VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'AnyGroup' }] },
    }),
    AnyGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'all', VpcId: { Ref: 'Vpc' } },
    },
    ...publicFunction('free', 'isolated', PATIENT),
    ...WITH_NAT,
    ...WITH_ENDPOINT,
    ...publicFunction('endpoint', 'isolated', {
      ...PATIENT,
      VpcConfig: { SubnetIds: [{ Ref: 'EndpointSubnet' }], SecurityGroupIds: [{ Ref: 'EndpointGroup' }] },
    }),
    ...publicFunction('nat', 'isolated', {
      ...PATIENT,
      VpcConfig: {
        SubnetIds: [{ Ref: 'PrivateSubnet' }],
        SecurityGroupIds: [{ 'Fn::GetAtt': ['WebOnly', 'GroupId'] }],
      },
    }),
    ...publicFunction('unknown', 'isolated', {
      ...PATIENT,
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    }),
  });
});
afterEach(async () => {
  await emulator.close();
  await new Promise((done) => local.close(done));
  assembly.remove();
});

async function start(options: Partial<EmulatorOptions> = {}): Promise<void> {
  emulator = await startEmulator({
    ...LOCATIONS,
    assemblyFolder: assembly.folder,
    port: 0,
    events: (event) => events.push(event),
    ...options,
  });
}
const urlOf = (name: string): string => emulator.urls.find((url) => url.functionName === name)?.url ?? '';
const tryFrom = async (name: string, query: Record<string, string>): Promise<string> =>
  (await request(`${urlOf(name)}?${new URLSearchParams(query).toString()}`)).text;
/** The same where it succeeds, however busy the machine is. */
const reachFrom = (name: string, query: Record<string, string>): Promise<string> =>
  tryFrom(name, { ...query, ms: '15000' });
const said = (): string[] =>
  events.flatMap((event) =>
    event.kind === 'function-log' && event.line.includes('dropped') ? [event.line] : [],
  );

it('lets a connection out of an isolated VPC hang, and says once why', async () => {
  await start();
  expect(await tryFrom('isolated', { host: '192.0.2.7' })).toBe('nothing');
  expect(await tryFrom('isolated', { host: '192.0.2.7' })).toBe('nothing');
  expect(await tryFrom('isolated', { host: '2001:db8::7' })).toBe('nothing');
  expect(said()).toEqual([
    expect.stringMatching(
      /connection to 192\.0\.2\.7 port 443 dropped, as on AWS: no route to 192\.0\.2\.7\/32 in the route table of Subnet/,
    ),
    expect.stringContaining('2001:db8::7'),
  ]);
});

it('drops calls of function URLs, which are on the internet, by whatever client', async () => {
  await start();
  const { hostname, port } = new URL(urlOf('free'));
  expect(await tryFrom('isolated', { host: hostname, port })).toBe('nothing');
  expect(await tryFrom('isolated', { host: hostname, port, by: 'fetch' })).toMatch(/TimeoutError/);
  expect(said()).toEqual([
    expect.stringMatching(
      /connection to \w+\.lambda-url\.us-east-1\.on\.aws port 443 dropped, as on AWS: no route 0/,
    ),
  ]);
});

it('leaves this machine open, for what stands in for private resources', async () => {
  await start();
  const port = String((local.address() as AddressInfo).port);
  expect(await reachFrom('isolated', { host: '127.0.0.1', port })).toBe('connected');
  expect(await reachFrom('isolated', { host: 'localhost', port })).toBe('connected');
});

it('lets a function call a URL through a NAT gateway, but not past its security group', async () => {
  await start();
  const { hostname, port } = new URL(urlOf('free'));
  expect(await reachFrom('nat', { host: hostname, port, by: 'fetch' })).toMatch(/^\d{3}$/);
  expect(await tryFrom('nat', { host: '192.0.2.7', port: '5432' })).toBe('nothing');
  expect(said()).toEqual([
    expect.stringMatching(/connection to 192\.0\.2\.7 port 5432 dropped, as on AWS: .*WebOnly/),
  ]);
});

it('loses datagrams that lead nowhere, and says so; those to this machine arrive', async () => {
  await start();
  const echo = createSocket('udp4').bind(0, '127.0.0.1');
  await once(echo, 'listening');
  echo.on('message', (message, { port, address }) => echo.send(message, port, address));
  try {
    expect(await tryFrom('isolated', { host: '192.0.2.7', port: '123', by: 'udp' })).toBe('nothing');
    expect(said()).toEqual([
      expect.stringContaining('connection to 192.0.2.7 port 123/udp dropped, as on AWS: '),
    ]);
    expect(
      await reachFrom('isolated', { host: '127.0.0.1', port: String(echo.address().port), by: 'udp' }),
    ).toBe('ping');
  } finally {
    echo.close();
  }
});

/** Where functions want to go, as `furl reach` takes it, and as their code does. */
const DESTINATIONS: readonly (readonly [to: string, connection: (urls: string) => Record<string, string>])[] =
  [
    ['192.0.2.7:443', () => ({ host: '192.0.2.7' })],
    ['192.0.2.7:5432', () => ({ host: '192.0.2.7', port: '5432' })],
    ['10.9.1.20:443', () => ({ host: '10.9.1.20' })],
    ['10.9.1.20:5432', () => ({ host: '10.9.1.20', port: '5432' })],
    [
      'https://abc.lambda-url.us-east-1.on.aws/',
      (free) => ({ host: new URL(free).hostname, port: new URL(free).port }),
    ],
    ['lambda', (free) => ({ host: 'lambda.us-east-1.localhost', port: new URL(free).port })],
  ];

it.each(['isolated', 'nat', 'endpoint'])(
  'drops of %s what reach says is not reached, and nothing else',
  async (name) => {
    await start();
    const network = readNetwork(
      { files: { readText: (path) => readFileSync(join(assembly.folder, path), 'utf8') } },
      { accountId: emulator.accountId, defaultRegion: 'us-east-1' },
    );
    const verdicts: Record<string, string> = {};
    const dropped: Record<string, string> = {};
    for (const [to, connection] of DESTINATIONS) {
      verdicts[to] = reach(network, name, destinationOf(network, to)).verdict;
      const before = said().length;
      await tryFrom(name, connection(urlOf('free')));
      dropped[to] = said().length > before ? 'no' : 'yes';
    }
    expect(dropped).toEqual(verdicts);
  },
);

it('drops nothing of a function outside a VPC', async () => {
  await start();
  const { hostname, port } = new URL(urlOf('free'));
  expect(await reachFrom('free', { host: hostname, port })).toBe('connected');
});

it('drops nothing where it does not know, and says so at the start', async () => {
  await start();
  const { hostname, port } = new URL(urlOf('free'));
  expect(await reachFrom('unknown', { host: hostname, port })).toBe('connected');
  expect(emulator.notices).toContainEqual(expect.stringMatching(/^unknown: what its VPC reaches/));
});

it('drops nothing when the network is open', async () => {
  await start({ network: 'open' });
  const { hostname, port } = new URL(urlOf('free'));
  expect(await reachFrom('isolated', { host: hostname, port })).toBe('connected');
});
