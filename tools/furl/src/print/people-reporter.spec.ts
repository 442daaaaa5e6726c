import { Writable } from 'node:stream';
import type { Emulator, LivingNetwork, Watch } from '@furl/emulator';
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
