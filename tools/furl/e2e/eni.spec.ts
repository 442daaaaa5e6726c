import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root, Sandbox, type Finished } from './furl-process';

const ENI = 'eni-0704818dd4675e034';
const fixture = (name: string): string => join(root, 'tools/eni-finder/fixtures', name);

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

describe('furl eni --from', () => {
  it('answers people, verdict first', () => {
    const { status, stdout, stderr } = sandbox.furl('eni', '--eni', ENI, '--from', fixture('role-missing'));
    expect(stdout.split('\n')[0]).toBe(
      `${ENI}  left over: the role that would delete it is gone  ROLE_MISSING`,
    );
    expect(stdout).toContain('aws iam create-role --role-name IRL-Lambda --path /service/');
    expect([status, stderr]).toEqual([1, '']);
  });

  it('answers programs', () => {
    const { status, stdout, stderr } = sandbox.furl(
      'eni',
      '--subnet',
      'subnet-0a1b2c3d4e5f60718',
      '--json',
      '--from',
      fixture('in-use-by-published-version'),
    );
    expect(JSON.parse(stdout)).toEqual([
      {
        networkInterfaceId: ENI,
        verdict: 'IN_USE_BY_PUBLISHED_VERSION',
        holders: [
          {
            kind: 'version',
            arn: 'arn:aws:lambda:ap-northeast-1:111122223333:function:test-lambda-01:3',
          },
        ],
        status: 'in-use',
        since: '2026-03-01T09:30:00.000Z',
        until: null,
        next: expect.stringContaining(
          'aws lambda delete-function --function-name test-lambda-01 --qualifier 3',
        ),
        partial: [],
        because: [expect.stringContaining('1 published version')],
        role: {
          arn: 'arn:aws:iam::111122223333:role/service/IRL-Lambda',
          exists: true,
          mayDelete: true,
        },
      },
    ]);
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each([
    ['not-lambda', 0],
    ['in-use-by-event-source-mapping', 0],
    ['orphan-available', 0],
    ['role-lacks-delete', 1],
    ['sg-changed-outside', 1],
    ['other-owner-account', 1],
    ['stuck', 1],
  ])('%s: exit status %i', (name, status) => {
    expect(sandbox.furl('eni', '--eni', ENI, '--from', fixture(name)).status).toBe(status);
  });

  it('shows many in a table', () => {
    mkdirSync(join(sandbox.folder, 'saved'));
    const NetworkInterfaces = Array.from({ length: 7 }, (_, n) => ({
      NetworkInterfaceId: `eni-0000000${n}`,
      InterfaceType: 'lambda',
      Status: 'in-use',
      SubnetId: 'subnet-00000001',
      Groups: [],
    }));
    writeFileSync(join(sandbox.folder, 'saved/a.json'), JSON.stringify({ NetworkInterfaces }));
    const { stdout, status } = sandbox.furl('eni', '--all', '--from', 'saved');
    expect(stdout.trim().split('\n')).toHaveLength(8);
    expect(stdout).toMatch(/^interface +why it is there +holders/);
    expect(stdout).toContain('cannot be told (partial)');
    expect(status).toBe(1);
  });
});

it('prints what its README shows', () => {
  const readme = readFileSync(join(root, 'tools/eni-finder/README.md'), 'utf8');
  const examples = [...readme.matchAll(/^```console\n\$ npx furl (.+)\n([^]+?)```$/gm)];
  expect(examples).toHaveLength(2);
  for (const [, command = '', expected = ''] of examples) {
    const { stdout } = sandbox.furl(...command.replace('tools/', join(root, 'tools/')).split(' '));
    expect(stdout.trim()).toBe(expected.trim());
  }
});

describe('furl eni refuses', () => {
  it.each([
    [[], 2, 'which interfaces? say --eni'],
    [['--eni', 'i-0123456789abcdef0'], 2, '"i-0123456789abcdef0" is no id'],
    [['--eni', ENI, '--all'], 2, '--all and a choice do not go together'],
    [['--all', '--region', 'tokyo'], 2, '"tokyo" is not a Region'],
    [['--all', '--region', 'eu-west-1', '--endpoint-url', 'localhost:4566'], 2, 'is not a URL'],
    [['--all', '--watch', '--interval', '0'], 2, 'an interval is a number of seconds above 0'],
    [['--all', '--watch', '--from', '.'], 2, '--watch needs AWS'],
    [['--all', '--from', 'nowhere'], 1, 'cannot be read'],
    [['delete', ENI, '--region', 'eu-west-1'], 2, 'say --yes'],
    [['delete', `${ENI},eni-00000001`, '--yes'], 2, 'one at a time'],
  ])('%j', (args, expected, message) => {
    const { status, stdout, stderr } = sandbox.furl('eni', ...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([status, stdout]).toEqual([expected, '']);
  });
});

it('prints a policy that is one', () => {
  const { status, stdout } = sandbox.furl('eni', '--print-policy');
  expect(JSON.parse(stdout)).toMatchObject({
    Version: '2012-10-17',
    Statement: expect.arrayContaining([expect.objectContaining({ Effect: 'Allow' })]),
  });
  expect(status).toBe(0);
});

describe('furl eni at an endpoint', () => {
  let server: Server;
  let answer: { status: number; body: string };
  const found = (...items: string[]): { status: number; body: string } => ({
    status: 200,
    body: `<DescribeNetworkInterfacesResponse><networkInterfaceSet>${items.join('')}</networkInterfaceSet></DescribeNetworkInterfacesResponse>`,
  });
  const error = (status: number, code: string): { status: number; body: string } => ({
    status,
    body: `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
  });

  beforeEach(async () => {
    server = createServer((request, response) => {
      // Of Lambda, IAM, CloudTrail and STS nothing may be asked here.
      const isEc2 = request.headers.authorization?.includes('/ec2/') === true;
      response.writeHead(isEc2 ? answer.status : 403, { 'x-amzn-errortype': 'AccessDeniedException' });
      response.end(isEc2 ? answer.body : '{"Message":"no"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** Runs beside this process, which has to answer. */
  function furl(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const child = spawn(
      process.execPath,
      [join(root, 'dist/tools/furl/cli.mjs'), 'eni', ...args, '--region', 'eu-west-1', '--endpoint-url', url],
      {
        cwd: sandbox.folder,
        env: {
          PATH: process.env['PATH'],
          NO_COLOR: '1',
          HOME: sandbox.folder,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE12',
          AWS_SECRET_ACCESS_KEY: 'the-secret',
          AWS_MAX_ATTEMPTS: '1',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
  }

  it('waits until it is gone', async () => {
    answer = found(
      `<item><networkInterfaceId>${ENI}</networkInterfaceId><interfaceType>lambda</interfaceType><status>in-use</status></item>`,
    );
    const watching = furl(['--eni', ENI, '--watch', '--interval', '0.1', '--json']);
    setTimeout(() => (answer = found()), 1_500);
    const { status, stdout, stderr } = await watching;
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: string }[]);
    expect(lines.at(-1)).toMatchObject([{ networkInterfaceId: ENI, status: 'not-found' }]);
    expect([status, stderr]).toEqual([0, '']);
  });

  it('says which interface is not there', async () => {
    answer = found();
    const { status, stdout } = await furl(['--eni', ENI]);
    expect(stdout).toContain(`there is no ${ENI} in this account in eu-west-1`);
    expect(status).toBe(1);
  });

  it('shows what it can, and names every missing permission', async () => {
    answer = found(
      `<item><networkInterfaceId>${ENI}</networkInterfaceId><interfaceType>lambda</interfaceType><status>available</status></item>`,
    );
    const { status, stdout } = await furl(['--eni', ENI, '--json']);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        verdict: null,
        status: 'available',
        partial: [
          'lambda:ListFunctions',
          'lambda:ListEventSourceMappings',
          'cloudtrail:LookupEvents',
          expect.stringContaining('sts:GetCallerIdentity'),
        ],
      },
    ]);
    expect(status).toBe(1);
  });

  it.each([
    ['denied', error(403, 'UnauthorizedOperation'), 'ec2:DescribeNetworkInterfaces is not allowed'],
    ['an expired token', error(400, 'RequestExpired'), 'sign in again'],
    ['throttled throughout', error(503, 'RequestLimitExceeded'), 'throttles ec2:DescribeNetworkInterfaces'],
  ])('%s: one line, and no secret', async (_what, refusal, message) => {
    answer = refusal;
    const { status, stdout, stderr } = await furl(['--eni', ENI]);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(`${stdout}${stderr}`).not.toContain('the-secret');
    expect([status, stdout]).toEqual([1, '']);
  });

  it('without credentials: one line', async () => {
    answer = found();
    const { status, stderr } = await furl(['--eni', ENI], {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    });
    expect(stderr).toMatch(/^furl: there are no credentials for AWS: .*--profile\n$/);
    expect(status).toBe(1);
  });

  it('deletes nothing where there is nothing, and nothing that may be in use', async () => {
    answer = found();
    expect(await furl(['delete', ENI, '--yes'])).toMatchObject({
      status: 0,
      stdout: `${ENI} is not there: nothing to delete\n`,
    });
    answer = found(
      `<item><networkInterfaceId>${ENI}</networkInterfaceId><interfaceType>lambda</interfaceType><status>available</status></item>`,
    );
    const { status, stderr } = await furl(['delete', ENI, '--yes']);
    expect(stderr).toContain('is not deleted, only ORPHAN_AVAILABLE is');
    expect(status).toBe(1);
  });
});
