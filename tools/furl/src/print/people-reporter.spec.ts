import { Writable } from 'node:stream';
import type { Emulator, LivingNetwork, NetworkInterface, Watch } from '@furl/emulator';
import { flush } from '../io';
import { peopleReporter } from './people-reporter';

const nothing: Watch = () => ({
  ready: Promise.resolve(),
  add: () => undefined,
  close: async () => undefined,
});

function capture(): { readonly reporter: ReturnType<typeof peopleReporter>; text(): string } {
  let written = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const io = { stdout, stderr: stdout, cwd: '/project', watch: nothing };
  const text = (): string => {
    flush(io);
    return written.replace(/\x1b\[\d+m/g, '');
  };
  return { reporter: peopleReporter(io), text };
}

function deployedNothing(): LivingNetwork {
  return {
    functions: () => [],
    networks: () => [],
    interfaces: () => [],
    freeAddresses: () => undefined,
    history: () => [],
    deleteInterface: () => 'not-found',
    changeInterfaceGroups: () => 'not-found',
    deleteFunction: async () => 'not-found',
    updateVpcConfig: async () => 'not-found',
    publishVersion: async () => 'not-found',
  };
}

const emulator: Emulator = {
  port: 4600,
  accountId: '123456789012',
  urls: [
    {
      url: 'http://a.lambda-url.us-east-1.localhost:4600/',
      functionName: 'inner',
      stack: 'Inner',
      authType: 'AWS_IAM',
      invokeMode: 'BUFFERED',
      runtime: 'nodejs24.x',
    },
    {
      url: 'http://b.lambda-url.us-east-1.localhost:4600/',
      functionName: 'outer',
      stack: 'Outer',
      authType: 'NONE',
      invokeMode: 'BUFFERED',
      runtime: 'nodejs24.x',
    },
  ],
  outputs: {},
  developer: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'very-secret', sessionToken: 'a-token' },
  notices: ['Node.js 20 stands in for nodejs24.x'],
  templateFiles: [],
  assetFolders: [],
  network: deployedNothing(),
  reload: async () => ({ added: [], changed: [], removed: [], notices: [] }),
  serveInstead: async () => ({ added: [], changed: [], removed: [], notices: [] }),
  close: async () => undefined,
  kill: () => undefined,
};

it('ends the start with each URL, its auth type, what is enforced, and two lines to try', () => {
  const { reporter, text } = capture();
  reporter.ready(emulator, '/project/cdk.out');
  const lines = text()
    .split('\n')
    .map((line) => line.trim());
  expect(lines).toContain('note Node.js 20 stands in for nodejs24.x');
  expect(lines).toContain('furl serves cdk.out as account 123456789012');
  expect(lines.find((line) => line.startsWith('Inner'))).toMatch(
    /^Inner +AWS_IAM +http:\/\/a\.lambda-url\.us-east-1\.localhost:4600\/$/,
  );
  expect(lines).toContain('SigV4, and both lambda:InvokeFunctionUrl and lambda:InvokeFunction');
  expect(lines.filter((line) => line.startsWith('curl -i'))).toHaveLength(2);
});

it('tells URLs of one stack apart by their functions', () => {
  const { reporter, text } = capture();
  const urls = emulator.urls.map((url) => ({ ...url, stack: 'Template' }));
  reporter.ready({ ...emulator, urls }, '/project/template.yaml');
  const lines = text()
    .split('\n')
    .map((line) => line.trim());
  expect(lines.find((line) => line.startsWith('function'))).toMatch(/^function +auth +URL/);
  expect(lines.find((line) => line.startsWith('outer'))).toMatch(/^outer +NONE +http:\/\/b\./);
});

it('says so when no function has a URL', () => {
  const { reporter, text } = capture();
  reporter.ready({ ...emulator, urls: [] }, '/project/template.yaml');
  expect(text()).toContain('\nno function has a URL; the AWS CLI and SDKs can invoke them: see furl env\n');
});

it('never shows the developer’s keys', () => {
  const { reporter, text } = capture();
  reporter.ready(emulator, '/project/cdk.out');
  expect(text()).not.toMatch(/very-secret|a-token/);
});

it('puts every line of an explanation under the request that was refused', () => {
  const { reporter, text } = capture();
  const explanation = 'first line\nsecond line';
  reporter.event({
    kind: 'refused',
    functionName: 'inner',
    method: 'GET',
    path: '/x',
    status: 403,
    explanation,
  });
  expect(text()).toBe('403 GET /x inner\n    first line\n    second line\n');
});

it('says what is watched, and what is not', () => {
  const { reporter, text } = capture();
  reporter.watching({ projects: ['server', 'proxy'], notices: ['the source of two is not watched: why'] });
  reporter.watching({ projects: [], notices: [] });

  expect(text()).toBe(
    'note the source of two is not watched: why\n' +
      'watching the assembly, and the source of server, proxy\n' +
      'watching the assembly\n',
  );
});

describe('the network', () => {
  it('is summed up at the start, a line a subnet, where functions are in a VPC', () => {
    const { reporter, text } = capture();
    const eni: NetworkInterface = {
      id: 'eni-0704818dd4675e034',
      region: 'us-east-1',
      ownerId: '123456789012',
      subnetId: 'subnet-1',
      securityGroupIds: ['sg-1'],
      macAddress: '06:00:00:00:00:01',
      description: 'AWS Lambda VPC ENI-inner-…',
      interfaceType: 'lambda',
      status: 'in-use',
      requesterId: 'AROA:123456789012',
      requesterManaged: false,
      createdAt: new Date(0),
    };
    const network: LivingNetwork = {
      ...deployedNothing(),
      interfaces: () => [eni, { ...eni, id: 'eni-2' }, { ...eni, subnetId: 'subnet-2' }],
      freeAddresses: (id) => (id === 'subnet-1' ? 249 : undefined),
    };
    reporter.ready({ ...emulator, network }, '/project/cdk.out');
    const lines = text().split('\n');
    expect(lines).toContain('subnet    ENIs of Lambda  free addresses');
    expect(lines).toContain('subnet-1               2             249');
    expect(lines).toContain('subnet-2               1       not known');
  });

  it('says nothing at the start where there is none', () => {
    const { reporter, text } = capture();
    reporter.ready(emulator, '/project/cdk.out');
    expect(text()).not.toContain('ENI');
  });

  it('tells what comes to pass of an interface in a line', () => {
    const { reporter, text } = capture();
    const common = {
      kind: 'network-interface' as const,
      networkInterfaceId: 'eni-1',
      status: 'in-use' as const,
      subnetId: 'subnet-1',
      subnet: 'Private\x1b[2J',
      securityGroups: ['a', 'b'],
    };
    reporter.event({ ...common, what: 'created', functions: ['inner', 'outer'], freeAddresses: 1 });
    reporter.event({ ...common, what: 'let-go', functions: [] });
    reporter.event({ ...common, what: 'left-behind', functions: [], freeAddresses: 249 });
    reporter.event({ ...common, what: 'deleted', functions: [], freeAddresses: 250 });
    expect(text().split('\n')).toEqual([
      'ENI eni-1 is being made for inner, outer Private�[2J a+b, 1 address free',
      'ENI eni-1 is held by nobody any more: Lambda is going to delete it Private�[2J a+b',
      'ENI eni-1 is left behind: its role may not delete it; furl eni delete eni-1 Private�[2J a+b, 249 addresses free',
      'ENI eni-1 is deleted Private�[2J a+b, 250 addresses free',
      '',
    ]);
  });

  it('tells what state a function has come to', () => {
    const { reporter, text } = capture();
    const common = { kind: 'function-state' as const, functionName: 'inner', version: '$LATEST' };
    const well = { state: 'Active' as const, lastUpdateStatus: 'Successful' as const };
    reporter.event({ ...common, ...well });
    reporter.event({
      ...common,
      ...well,
      version: '2',
      state: 'Pending',
      stateReasonCode: 'Creating',
      stateReason: 'It is being created.',
    });
    reporter.event({
      ...common,
      ...well,
      lastUpdateStatus: 'Failed',
      lastUpdateStatusReasonCode: 'SubnetOutOfIPAddresses',
      lastUpdateStatusReason: 'No address.',
    });
    expect(text()).toBe(
      'inner is Active\n' +
        'inner:2 is Pending (Creating) It is being created.\n' +
        'inner is Active, update Failed (SubnetOutOfIPAddresses) No address.\n',
    );
  });
});
