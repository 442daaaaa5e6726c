/* npm start: installs what is missing, builds, synthesises, and serves everything on this machine, and what is saved. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';
import { setUp } from './set-up.mjs';

setUp();
const { nx } = await import('./nx.mjs');
console.log('Building and synthesising …');
const status = await nx(['run-many', '-t', 'build', 'synth', '-p', 'infra', 'emulator', 'furl'], {
  quiet: true,
});
if (status === 0) {
  endWithParent();
  // In this process, so that a signal to it needs no handing on.
  const cli = join(root, 'dist', 'tools', 'furl', 'cli.mjs');
  const synth = `"${process.execPath}" node_modules/nx/dist/bin/nx.js run infra:synth --outputStyle=static`;
  const watch = ['--synth-sources', 'infra/src', 'infra/cdk.json', '--synth', synth, '--watch'];
  // Last: `npm start -- --no-watch` has its way.
  process.argv = [process.argv[0], cli, 'dev', ...watch, ...process.argv.slice(2)];
  await import(pathToFileURL(cli).href);
} else process.exitCode = status;

/**
 * npm passes a signal on to the shell that it started, and that shell to nobody: whoever kills `npm start` would leave this
 * process behind. A process whose parent has gone gets another one, and that can be seen.
 */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 250).unref();
}
