/**
 * Loaded into every sandbox before AWS's own runtime client (`aws-lambda-ric`), which runs unchanged.
 *
 * It gives the client what the Lambda platform has and a developer's machine has not: the native half of the client,
 * the resolution of `*.localhost`, and an end when the emulator has gone.
 */
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { openChannel } from './channel';
import { CHANNEL_VARIABLE, TAKEN_VARIABLE } from './channel-variable';
import { runLibraryClient } from './library-client';
import { installLoopbackNames } from './loopback-names';
import { NETWORK_RULES_VARIABLE } from './network-rules-variable';
import { importFromNodePath } from './node-path-imports';
import { writeOutputAtOnce } from './output';
import { installRapidClient } from './rapid-client';

// Workers and processes that a handler starts inherit this preload; only the sandbox itself is a runtime.
const { [CHANNEL_VARIABLE]: fd, [TAKEN_VARIABLE]: takenFd } = process.env;
for (const name of [CHANNEL_VARIABLE, TAKEN_VARIABLE]) Reflect.deleteProperty(process.env, name);

installLoopbackNames();
// A file of its own, beside this one.
if (process.env[NETWORK_RULES_VARIABLE] !== undefined) createRequire(__filename)('./network-preload.cjs');
if (fd !== undefined && isMainThread) {
  installRapidClient(openChannel(Number(fd), Number(takenFd)));
  writeOutputAtOnce();
  importFromNodePath(process.env['NODE_PATH']);
  void runLibraryClient();
}
