import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Says why what is installed in `folder` is not what its package-lock.json asks for, or undefined when it is. npm keeps
 * a record of what it installed (node_modules/.package-lock.json), so that it does not matter who ran npm, or how.
 *
 * @param {string} folder
 * @returns {string | undefined}
 */
export function whyStale(folder) {
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'node_modules is missing';
  const installed = packagesOf(record);
  for (const [path, entry] of Object.entries(wanted)) {
    // Linked ones are folders of this workspace; optional ones that are not there are for other platforms.
    if (!path.startsWith('node_modules/') || entry.link) continue;
    if (entry.optional && installed[path] === undefined) continue;
    if (installed[path]?.version !== entry.version) {
      return `${path} is ${installed[path]?.version ?? 'missing'}, and ${entry.version} is wanted`;
    }
    // A package that npm recorded and somebody removed by hand.
    if (!existsSync(join(folder, path))) return `${path} is missing`;
  }
  return undefined;
}

/**
 * Installs what package-lock.json asks for, unless it is there. Ends the process with npm's status when npm fails.
 *
 * @param {string} folder
 * @param {string} what what it is that gets installed, for the person who waits
 */
export function ensureInstalled(folder, what) {
  const reason = whyStale(folder);
  if (reason === undefined) return;
  console.log(`Installing ${what} (${reason}) …`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const { status, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
    : spawnSync('npm', args, {
        cwd: folder,
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: process.platform === 'win32',
      });
  if (status === 0) return;
  console.error(
    `furl: npm ci failed in ${folder}${error ? `: ${error.message}` : ''}; see what it says above`,
  );
  process.exit(status || 1);
}

function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? {};
}
