import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TakenCount } from './taken-count';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'furl-taken-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('is what a process wrote before it was killed', () => {
  const count = new TakenCount(folder);
  expect(count.value).toBe(0);

  const script =
    'const b = Buffer.alloc(4); b.writeUInt32BE(70_000); fs.writeSync(3, b, 0, 4, 0); process.kill(process.pid, "SIGKILL")';
  const { signal } = spawnSync(process.execPath, ['-e', script], {
    stdio: ['ignore', 'inherit', 'inherit', count.fd],
  });

  expect(signal).toBe('SIGKILL');
  expect(count.value).toBe(70_000);
  count.close();
  expect(count.value).toBe(0);
});

it('leaves nothing in the folder, and may be closed twice', () => {
  const count = new TakenCount(folder);
  expect(readdirSync(folder)).toEqual([]);
  count.close();
  count.close();
});
