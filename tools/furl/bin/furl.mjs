#!/usr/bin/env node
import { existsSync } from 'node:fs';

const cli = new URL('../../../dist/tools/furl/cli.mjs', import.meta.url);
if (existsSync(cli)) await import(cli.href);
else {
  console.error('furl: it is not built yet: run npm start, or npx nx build furl');
  process.exitCode = 2;
}
