/* npm start: installs what is missing, builds, synthesises, and serves everything on this machine. */
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
  // In this process, so that a signal to it needs no handing on.
  const cli = join(root, 'dist', 'tools', 'furl', 'cli.mjs');
  process.argv = [process.argv[0], cli, 'dev', ...process.argv.slice(2)];
  await import(pathToFileURL(cli).href);
} else process.exitCode = status;
