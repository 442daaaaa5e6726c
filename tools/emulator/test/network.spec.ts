import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { startEmulator, type Emulator, type EmulatorEvent, type EmulatorOptions } from '../src/index';
import { request } from './support/http-client';
import { LOCATIONS } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

/** Tries to connect to what the query says, for 300 ms at most. */
const TRIES = `
  const net = require('net');
  exports.handler = async ({ queryStringParameters: { host, port = '443', by } }) => {
    if (by === 'fetch') {
      const signal = AbortSignal.timeout(300);
      return fetch('http://' + host + ':' + port + '/', { signal }).then((r) => String(r.status), (e) => e.cause?.code ?? e.name);
    }
    return new Promise((done) => {
      const socket = net.connect({ host, port: Number(port) });
      const timer = setTimeout(() => { socket.destroy(); done('nothing'); }, 300);
      const end = (what) => { clearTimeout(timer); socket.destroy(); done(what); };
      socket.on('connect', () => end('connected'));
      socket.on('error', (error) => end(error.code));
    });
  };`;

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
      VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: ['sg-1'] },
    }),
    ...publicFunction('free', 'isolated'),
    ...publicFunction('unknown', 'isolated', {
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
      /connection to 192\.0\.2\.7 port 443 dropped, as on AWS: its subnet has no route to the internet/,
    ),
    expect.stringContaining('2001:db8::7'),
  ]);
});

it('drops calls of function URLs, which are on the internet, by whatever client', async () => {
  await start();
  const { hostname, port } = new URL(urlOf('free'));
  expect(await tryFrom('isolated', { host: hostname, port })).toBe('nothing');
  expect(await tryFrom('isolated', { host: hostname, port, by: 'fetch' })).toMatch(/TimeoutError/);
  expect(said()[0]).toContain('a function URL');
});

it('leaves this machine open, for what stands in for private resources', async () => {
  await start();
  const port = String((local.address() as AddressInfo).port);
  expect(await tryFrom('isolated', { host: '127.0.0.1', port })).toBe('connected');
  expect(await tryFrom('isolated', { host: 'localhost', port })).toBe('connected');
});

it('drops nothing of a function outside a VPC', async () => {
  await start();
  const { hostname, port } = new URL(urlOf('free'));
  expect(await tryFrom('free', { host: hostname, port })).toBe('connected');
});

it('drops nothing where it does not know, and says so at the start', async () => {
  await start();
  const { hostname, port } = new URL(urlOf('free'));
  expect(await tryFrom('unknown', { host: hostname, port })).toBe('connected');
  expect(emulator.notices).toContainEqual(expect.stringMatching(/^unknown: what its VPC reaches/));
});

it('drops nothing when the network is open', async () => {
  await start({ network: 'open' });
  const { hostname, port } = new URL(urlOf('free'));
  expect(await tryFrom('isolated', { host: hostname, port })).toBe('connected');
});
