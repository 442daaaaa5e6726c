import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './workspace-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'furl-workspace-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, value: object): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

/** The scripts are ESM for plain node, before anything is installed: so plain node runs them here too. */
function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder });
}

describe('what is installed', () => {
  const lock = (packages: object): object => ({ lockfileVersion: 3, packages: { '': {}, ...packages } });
  const whyStale = (): string => {
    const module = pathToFileURL(join(root, 'tools/workspace/installation.mjs')).href;
    const script = `const { whyStale } = await import(${JSON.stringify(module)}); console.log(String(whyStale(process.argv[1])));`;
    return node('--input-type=module', '-e', script, folder).stdout.trim();
  };

  it('is stale when there is no node_modules', () => {
    write('package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }));
    expect(whyStale()).toBe('node_modules is missing');
  });

  it('is stale when the lockfile asks for another version', () => {
    write('package-lock.json', lock({ 'node_modules/a': { version: '1.0.1' } }));
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }));
    expect(whyStale()).toBe('node_modules/a is 1.0.0, and 1.0.1 is wanted');
  });

  it('is stale when a package was removed by hand', () => {
    write('package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }));
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }));
    expect(whyStale()).toBe('node_modules/a is missing');
  });

  it('is stale when an optional package is there in another version', () => {
    write('package-lock.json', lock({ 'node_modules/a': { version: '1.0.1', optional: true } }));
    write(
      'node_modules/.package-lock.json',
      lock({ 'node_modules/a': { version: '1.0.0', optional: true } }),
    );
    expect(whyStale()).toBe('node_modules/a is 1.0.0, and 1.0.1 is wanted');
  });

  it('is not stale for the lack of what belongs to another platform', () => {
    write(
      'package-lock.json',
      lock({
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '2.0.0', optional: true },
      }),
    );
    write('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }));
    write('node_modules/a/package.json', {});
    expect(whyStale()).toBe('undefined');
  });
});

describe('the closing line', () => {
  const counts = (): string => node(join(root, 'tools/workspace/counts.mjs'), join(folder, 'results')).stdout;

  it('adds up all projects', () => {
    write('results/a.json', { passed: 3, failed: 0, skipped: 0 });
    write('results/b.json', { passed: 4, failed: 1, skipped: 0 });
    expect(counts()).toBe('7 passed, 1 failed\n');
  });

  it('tells of what was skipped', () => {
    write('results/a.json', { passed: 3, failed: 0, skipped: 2 });
    expect(counts()).toBe('3 passed, 0 failed, 2 skipped\n');
  });

  it('does not take nothing for success', () => {
    expect(counts()).toBe('0 passed, 0 failed\n');
  });
});
