import { fileURLToPath } from 'node:url';
import { ConfigError } from './config-error';
import { FurlApp } from './furl-app';

/** Seen from dist/infra/main.mjs, where this file runs: dist/apps/<app>, whatever the working directory is. */
const bundleOf = (app: string) => fileURLToPath(new URL(`../apps/${app}`, import.meta.url));

try {
  new FurlApp({ bundles: { server: bundleOf('server'), proxy: bundleOf('proxy') } }).synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 2;
}
