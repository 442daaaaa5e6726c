import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '@furl/hyperplane';
import { eventually, isAlive, type Finished, Sandbox } from './furl-process';
import { Repository } from './repository';

let sandbox: Sandbox;
let repository: Repository;
beforeEach(() => {
  sandbox = new Sandbox();
  repository = new Repository(sandbox.folder);
  repository.write('.gitignore', 'node_modules/\ndist/\ntmp/\n');
});
afterEach(() => sandbox.close());

/** A template with so many functions, each with a group of its own in one subnet. */
function template(functions: number): string {
  const inVpc = (index: number): object => ({
    Type: 'AWS::Lambda::Function',
    Properties: { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: [`sg-${index}`] } },
  });
  const names = Array.from({ length: functions }, (_, index) => [`Fn${index}`, inVpc(index)]);
  return JSON.stringify({ Resources: Object.fromEntries(names) });
}

const manifest = JSON.stringify({
  version: '48.0.0',
  artifacts: {
    App: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/eu-west-1',
      properties: { templateFile: 'App.json' },
    },
  },
});

/** Stands in for nx: it does with `source` what a synthesis would. */
const nx = (body: string): Record<string, string> => ({
  'node_modules/nx/dist/bin/nx.js': `
    const fs = require('fs');
    if (process.argv.slice(2, 4).join(' ') !== 'run infra:synth') process.exit(9);
    if (Object.keys(process.env).some((name) => name === 'NX_TASK_HASH')) process.exit(8);
    ${body}`,
});
const SYNTH = `
  fs.mkdirSync('dist/infra/cdk.out', { recursive: true });
  fs.writeFileSync('dist/infra/cdk.out/manifest.json', fs.readFileSync('manifest.source', 'utf8'));
  fs.writeFileSync('dist/infra/cdk.out/App.json', fs.readFileSync('app.source', 'utf8'));`;

/** A workspace with two commits: two functions, then one, of which the latter is synthesised. */
function workspace(synth: string): void {
  repository.commit({ 'manifest.source': manifest, 'app.source': template(2) });
  repository.commit({ 'app.source': template(1) });
  for (const [path, text] of Object.entries(nx(synth))) repository.write(path, text);
  repository.write('dist/infra/cdk.out/manifest.json', manifest);
  repository.write('dist/infra/cdk.out/App.json', template(1));
}

const enis = ({ stdout, stderr }: Finished): number[] => {
  if (stdout === '') throw new Error(stderr);
  const { before, after, peak } = JSON.parse(stdout) as Change;
  return [before, after, peak].map(({ totals }) => totals.enis);
};

function expectNothingLeft(): void {
  expect(repository.worktrees).toHaveLength(1);
  expect(readdirSync(join(sandbox.folder, 'tmp'))).toEqual([]);
  // What is installed is still there: only a link to it was removed.
  expect(existsSync(join(sandbox.folder, 'node_modules/nx/dist/bin/nx.js'))).toBe(true);
}

function expectRefusal({ status, stdout, stderr }: Finished, ...parts: string[]): void {
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  for (const part of parts) expect(stderr).toContain(part);
  expect(status).toBe(2);
}

it('reads a tracked template at a revision from git', () => {
  repository.commit({ 'infra/app.json': template(3) });
  repository.commit({ 'infra/app.json': template(1) });
  const before = sandbox.furl('plan', 'infra/app.json', '--against', 'HEAD~1', '--json');
  expect(enis(before)).toEqual([3, 1, 3]);
  expect(before.stderr).toBe('');
});

it('reads a tracked assembly at a revision from git', () => {
  repository.commit({ 'app/cdk.out/manifest.json': manifest, 'app/cdk.out/App.json': template(1) });
  repository.commit({ 'app/cdk.out/App.json': template(4) });
  expect(enis(sandbox.furl('plan', 'app/cdk.out', '--against', 'HEAD^', '--json'))).toEqual([1, 4, 4]);
});

it('synthesises what is not tracked in a folder of its own, and leaves nothing behind', () => {
  workspace(SYNTH);
  const change = sandbox.furl('plan', '--against', 'HEAD~1', '--json');
  expect(enis(change)).toEqual([2, 1, 2]);
  expect(change.stderr).toMatch(/^furl: checking out HEAD~1 .*\nfurl: synthesising HEAD~1\n$/);
  expectNothingLeft();
});

it('says so when the revision is synthesised with other packages than it names', () => {
  workspace(SYNTH);
  repository.commit({ 'package-lock.json': '{}' });
  expect(sandbox.furl('plan', '--against', 'HEAD~1').stderr).toContain('another package-lock.json');
});

it('shows what nx says when it cannot synthesise, and leaves nothing behind', () => {
  workspace("console.error('Cannot find project infra'); process.exit(1);");
  expectRefusal(
    sandbox.furl('plan', '--against', 'HEAD~1'),
    'Cannot find project infra',
    'furl: HEAD~1 cannot be synthesised: nx run infra:synth failed there',
  );
  expectNothingLeft();
});

it('refuses an assembly that the synthesis did not write', () => {
  workspace('');
  expectRefusal(sandbox.furl('plan', '--against', 'HEAD~1'), 'HEAD~1');
  expectNothingLeft();
});

it.each(['SIGINT', 'SIGTERM'] as const)('ends nx and clears away on %s', async (signal) => {
  const pidFile = join(sandbox.folder, 'nx.pid');
  workspace(
    `fs.writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000);`,
  );
  const child = sandbox.start('plan', '--against', 'HEAD~1');
  const ended = new Promise<number | null>((done) => child.once('close', done));
  try {
    await eventually(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    child.kill(signal);
    expect(await ended).toBe(130);
    await eventually(() => !isAlive(pid));
    expectNothingLeft();
  } finally {
    child.kill('SIGKILL');
  }
});

it.each([
  ['nowhere', '"nowhere" is no file or folder, and no revision of the git repository'],
  ['--upload-pack=touch', '"--upload-pack=touch" is no path and no git revision'],
  ['HEAD:app.source', '"HEAD:app.source" is no file or folder, and no revision'],
  ['HEAD; touch here', 'no revision'],
])('refuses %j', (revision, message) => {
  workspace(SYNTH);
  expectRefusal(sandbox.furl('plan', '--against', revision), message);
  expect(existsSync(join(sandbox.folder, 'here'))).toBe(false);
});

it('refuses a source that is neither tracked nor the workspace’s own', () => {
  workspace(SYNTH);
  repository.write('tmp/app.json', template(1));
  expectRefusal(
    sandbox.furl('plan', 'tmp/app.json', '--against', 'HEAD'),
    'tmp/app.json at HEAD is not tracked',
  );
});

it('says that there is no repository where there is none', () => {
  const bare = new Sandbox();
  try {
    bare.copyAssembly();
    expectRefusal(
      bare.furl('plan', '--against', 'HEAD'),
      'is in no git repository that can be read (fatal: not a git repository',
    );
  } finally {
    void bare.close();
  }
});

it('compares a template with the only stack of an assembly, and with no other', () => {
  repository.write('cdk.out/manifest.json', manifest);
  repository.write('cdk.out/App.json', template(2));
  repository.write('app.json', template(1));
  expect(enis(sandbox.furl('plan', 'app.json', '--against', 'cdk.out', '--json'))).toEqual([2, 1, 2]);
  sandbox.copyAssembly();
  expectRefusal(sandbox.furl('plan', 'app.json', '--against', 'cdk.out'), 'an assembly of 4 stacks');
});
