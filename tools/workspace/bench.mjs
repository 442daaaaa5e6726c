/* npm run bench [-- <name> …]: installs the peers, builds, and measures. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './installation.mjs';
import { nx } from './nx.mjs';
import { root } from './root.mjs';
import { setUp } from './set-up.mjs';

setUp();
ensureInstalled(join(root, 'bench'), 'the peers to measure against');
// `npx nx run bench:sigv4` has built it: two nx at a time would wait for each other's database.
const [first, ...rest] = process.argv.slice(2);
const isBuilt = first === '--built';
const names = isBuilt ? rest : process.argv.slice(2);
let status = isBuilt ? 0 : await nx(['run', 'bench:build'], { quiet: true });
if (status === 0) {
  const script = join(root, 'dist', 'tools', 'bench', 'bench.mjs');
  status = spawnSync(process.execPath, [script, ...names], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
process.exitCode = status;
