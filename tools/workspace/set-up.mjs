import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './installation.mjs';
import { root } from './root.mjs';

/** Whatever is needed before anything can run: no global tool, no step to remember. */
export function setUp() {
  ensureInstalled(root, 'the workspace');
  ensureInstalled(join(root, 'tools', 'emulator', 'runtimes'), 'the Node.js that Lambda runs');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setUp();
