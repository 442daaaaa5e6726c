import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { request, resourcesOf, Sandbox, type Finished } from './furl-process';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

/** One line for a person, and no stack trace. */
function expectRefusal({ status, stderr }: Finished, expectedStatus: number, ...parts: string[]): void {
  expect(stderr).not.toMatch(/^\s+at /m);
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  expect(status).toBe(expectedStatus);
}

describe('furl dev refuses', () => {
  it('a folder that is not there', () => {
    expectRefusal(
      sandbox.furl('dev', 'nowhere'),
      2,
      'there is no cloud assembly at',
      'nowhere',
      'synthesise one first',
    );
  });

  it('a folder without a manifest', () => {
    mkdirSync(join(sandbox.folder, 'empty'));
    expectRefusal(sandbox.furl('dev', 'empty'), 2, 'manifest.json');
  });

  it('a broken manifest', () => {
    mkdirSync(join(sandbox.folder, 'broken'));
    writeFileSync(join(sandbox.folder, 'broken/manifest.json'), '{"version": ');
    expectRefusal(sandbox.furl('dev', 'broken'), 2, 'manifest.json');
  });

  it('a broken template', () => {
    const { folder } = sandbox.copyAssembly();
    writeFileSync(join(folder, 'FurlServer.template.json'), 'Resources:');
    expectRefusal(sandbox.furl('dev', folder), 2, 'FurlServer.template.json');
  });

  it('a missing bundle', () => {
    const assembly = sandbox.copyAssembly();
    rmSync(assembly.bundleOf('FurlServer'), { recursive: true });
    expectRefusal(sandbox.furl('dev', assembly.folder), 1, 'the bundle of', 'does not exist', 'build it');
  });

  it('a bundle without the handler’s file', () => {
    const assembly = sandbox.copyAssembly();
    rmSync(join(assembly.bundleOf('FurlServer'), 'index.mjs'));
    expectRefusal(sandbox.furl('dev', assembly.folder), 1, 'has no index.{js,mjs,cjs}', 'index.handler');
  });

  it('templates of which nothing can run here', () => {
    const assembly = sandbox.copyAssembly();
    for (const stack of ['FurlServer', 'FurlProxy', 'FurlVpcLambda']) {
      assembly.edit(stack, (template) => {
        for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function'))
          Properties['Runtime'] = 'python3.13';
      });
    }
    expectRefusal(sandbox.furl('dev', assembly.folder), 1, 'nothing in', 'can run here', 'python3.13');
  });

  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const refused = sandbox.furl('dev', sandbox.copyAssembly().folder, '--port', String(port));
    server.close();
    expectRefusal(refused, 1, `port ${port} is taken`, '--port');
  });

  it.each([
    [['--prot', '1'], "unknown option '--prot'"],
    [['--port', '70000'], 'a port is a number from 0 to 65535'],
    [['--port', 'http'], 'a port is a number from 0 to 65535'],
    [['--account', '12'], 'an account id has 12 digits'],
    [['--eni-clock', 'fast'], 'a speed is 1x, 60x or another number with an x, or instant'],
    [['--eni-clock', '0x'], 'a speed is 1x'],
    [['one', 'two'], 'too many arguments'],
  ])('%j', (args, message) => {
    const { status, stderr } = sandbox.furl('dev', ...args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('other commands refuse', () => {
  it('to guess when no emulator runs', () => {
    expectRefusal(sandbox.furl('env'), 1, 'no emulator is running', 'npm start');
    expectRefusal(
      sandbox.furl('curl', 'http://x.lambda-url.us-east-1.localhost:4600/'),
      1,
      'no emulator is running',
    );
  });

  it('what is not a URL', () => {
    expectRefusal(sandbox.furl('curl', 'ht!tp://'), 2, 'is not a URL');
  });

  it('an unknown command, and none at all', () => {
    expect(sandbox.furl('fly')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("unknown command 'fly'"),
    });
    expect(sandbox.furl()).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage: furl') });
  });
});

it.each([
  ['missing', undefined, 'LAMBDA_SERVER_URL'],
  ['not a URL', 'the server', 'the server'],
])(
  'names a LAMBDA_SERVER_URL that is %s, and the client learns nothing of it',
  async (_what, value, named) => {
    const assembly = sandbox.copyAssembly();
    assembly.edit('FurlProxy', (template) => {
      for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
        Properties['Environment'] = { Variables: value === undefined ? {} : { LAMBDA_SERVER_URL: value } };
      }
    });
    const dev = await sandbox.dev(assembly);
    const { status, body } = await request(dev.proxyUrl);
    expect([status, body.toString()]).toEqual([502, 'Internal Server Error']);
    await dev.explains('LAMBDA_SERVER_URL');
    await dev.explains(named);
  },
);
