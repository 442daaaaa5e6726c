import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultAssembly, sessionFolder, workspaceRoot } from './locations';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'furl-e2e-locations-')));
  mkdirSync(join(folder, 'apps/server'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('in a workspace', () => {
  beforeEach(() => writeFileSync(join(folder, 'nx.json'), '{}'));

  it('is found from any folder below', () => {
    expect(workspaceRoot(join(folder, 'apps/server'))).toBe(folder);
    expect(sessionFolder(join(folder, 'apps/server'))).toBe(join(folder, 'dist/furl'));
  });

  it('takes its own assembly, whether it is there yet or not', () => {
    expect(defaultAssembly(join(folder, 'apps/server'))).toBe(join(folder, 'dist/infra/cdk.out'));
  });
});

describe('elsewhere', () => {
  it('takes the folder that it is called in', () => {
    expect(workspaceRoot(folder)).toBe(folder);
  });

  it('takes the cdk.out that stands there', () => {
    mkdirSync(join(folder, 'cdk.out'));
    expect(defaultAssembly(folder)).toBe(join(folder, 'cdk.out'));
  });
});
