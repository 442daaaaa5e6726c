import { spawn } from 'node:child_process';
import http from 'node:http';
import { join } from 'node:path';
import { request, resourcesOf, root, Sandbox, type FurlDev } from './furl-process';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const logsOf = (dev: FurlDev): string[] =>
  dev.events.flatMap(({ kind, line }) => (kind === 'function-log' ? [String(line)] : []));

describe('furl logs', () => {
  it('prints what a function has logged, to people and to programs', async () => {
    const dev = await sandbox.dev(sandbox.copyAssembly());
    await request(dev.serverUrl);
    await request(dev.proxyUrl);
    const { status, stdout } = sandbox.furl('logs', 'furl-proxy');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^furl-proxy START RequestId: /m);
    const records = sandbox.furl('logs', '--json').stdout.trim().split('\n');
    expect(records.map((line) => JSON.parse(line) as unknown)).toContainEqual({
      functionName: 'furl-proxy',
      kind: 'platform',
      line: expect.stringContaining('platform.start'),
      time: expect.any(Number),
    });
  });

  it('says which functions have logs when one has none', () => {
    const { status, stderr } = sandbox.furl('logs', 'nobody');
    expect(status).toBe(1);
    expect(stderr).toContain('nobody has logged nothing');
  });

  it('follows until it is told to end', async () => {
    const dev = await sandbox.dev(sandbox.copyAssembly());
    const cli = join(root, 'dist/tools/furl/cli.mjs');
    const logs = spawn(process.execPath, [cli, 'logs', '--follow'], { cwd: sandbox.folder });
    const ended = new Promise<number | null>((done) => logs.once('close', done));
    let said = '';
    logs.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    try {
      // It may take a moment until it listens: so it is called until it has heard of one.
      for (let attempt = 0; attempt < 100 && !said.includes('REPORT'); attempt += 1) {
        await request(dev.proxyUrl);
        await new Promise((done) => setTimeout(done, 100));
      }
      expect(said).toContain('furl-proxy START RequestId: ');
      expect(said).toContain('furl-server START RequestId: ');
    } finally {
      logs.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  });
});

it('opens Node’s inspector on a function, whose time-out then does not count', async () => {
  const assembly = sandbox.copyAssembly();
  assembly.replaceBundle('FurlProxy', 'slow');
  assembly.edit('FurlProxy', (template) => {
    for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function')) Properties['Timeout'] = 1;
  });
  const dev = await sandbox.dev(assembly, '--inspect', 'furl-proxy');
  expect((await request(dev.proxyUrl)).status).toBe(200);
  const url = logsOf(dev).flatMap((line) => /ws:\/\/127\.0\.0\.1:(\d+)\/\S+/.exec(line) ?? []);
  const targets = await new Promise<string>((done, failed) => {
    http
      .get({ host: '127.0.0.1', port: url[1], path: '/json/list' }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => done(body));
      })
      .on('error', failed);
  });
  expect(targets).toContain('webSocketDebuggerUrl');
});

it('says which functions there are when one to inspect is not', () => {
  const { status, stderr } = sandbox.furl(
    'dev',
    sandbox.copyAssembly().folder,
    '-p',
    '0',
    '--inspect',
    'nobody=9229',
  );
  expect(status).toBe(2);
  expect(stderr).toMatch(/no function is called nobody; there are .*furl-proxy/);
});

it('tells the shell where the AWS APIs are', async () => {
  const dev = await sandbox.dev(sandbox.copyAssembly());
  const { port } = new URL(dev.proxyUrl);
  expect(sandbox.furl('env').stdout).toContain(`export AWS_ENDPOINT_URL='http://localhost:${port}'`);
});
