import { join } from 'node:path';
import { widthOf } from '../src/print/page';
import { runFurl } from './run-furl';

/* What people see: at a terminal of 80 columns, at one of 120, and in a pipe. */

const FIXTURES = join(__dirname, '../fixtures/network');
const COMMANDS = [
  ['plan', 'templates/golden-article.yaml'],
  ['plan', 'templates/golden-article-after.yaml', '--against', 'templates/golden-article.yaml'],
  ['plan', 'templates/role-without-network-permissions.yaml'],
  ['plan', 'cdk/vpc-defaults'],
  ['plan', 'cdk/nat-per-zone'],
  ['plan', 'cdk/vpc-from-lookup'],
  ['reach', '--source', 'templates/golden-article.yaml'],
  ['reach', '--source', 'cdk/isolated-with-endpoints'],
  ['reach', 'ReaderF7BF189D', '--source', 'cdk/isolated-with-endpoints'],
  ['reach', 'test-lambda-02', 'internet', '--source', 'templates/golden-article.yaml'],
];

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

describe.each([80, 120])('at %d columns', (columns) => {
  it.each(COMMANDS)('nothing is wider: %s %s %s %s', async (...argv) => {
    const { stdout } = await runFurl(argv, FIXTURES, columns);
    const tooWide = stdout.split('\n').filter((line) => widthOf(line) > columns);
    expect(tooWide).toEqual([]);
    expect(stdout).not.toContain('…');
  });
});

it.each(COMMANDS)('a pipe gets text only, also where CI is set: %s %s %s %s', async (...argv) => {
  delete process.env['FORCE_COLOR'];
  process.env['CI'] = 'true';
  const { stdout } = await runFurl(argv, FIXTURES);
  expect(stdout).not.toContain('\u001b');
});

it('a matrix that is too wide for the page becomes several', async () => {
  const { stdout } = await runFurl(['reach', '--source', 'cdk/isolated-with-endpoints'], FIXTURES, 30);
  expect(stdout.match(/^(\S*)function/gm)?.length).toBeGreaterThan(1);
  expect(stdout).toContain('secretsmanager');
});

describe('one network of several', () => {
  const files = ['plan', 'two-environments'];

  it('has to be named', async () => {
    const { status, stdout, stderr } = await runFurl(files, __dirname);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^furl: two-environments has functions or networks in .* and .*: name one of them with --environment\n$/,
    );
  });

  it.each(['eu-west-1', '111122223333/eu-west-1'])('is named %s', async (name) => {
    const { status, stdout } = await runFurl([...files, '--environment', name], __dirname);
    expect([status, stdout]).toEqual([0, expect.stringContaining('in eu-west-1')]);
  });

  it('is none of another name', async () => {
    const { stderr } = await runFurl([...files, '--environment', 'mars'], __dirname);
    expect(stderr).toContain('has no functions or networks in "mars", but in ');
  });

  it('that is on one side of a change only is compared with nothing', async () => {
    const { stdout, stderr } = await runFurl(
      ['plan', 'one-environment', '--against', 'two-environments', '--environment', 'us-east-1', '--json'],
      __dirname,
    );
    expect(stderr).toBe('');
    const { before, after } = JSON.parse(stdout) as {
      before: { enis: unknown[] };
      after: { enis: unknown[] };
    };
    expect([before.enis.length, after.enis.length]).toEqual([1, 0]);
  });
});
