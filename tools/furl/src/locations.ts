import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the parts of the emulator lie, seen from the built command. */
export interface Locations {
  readonly preload: string;
  readonly runtimeClient: string;
  readonly runtimesFolder: string;
}

/** The nearest folder above `cwd` (or itself) with an nx.json; `cwd` when there is none. */
export function workspaceRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

/** Where a running emulator leaves what other commands need to know. */
export function sessionFolder(cwd: string): string {
  return join(workspaceRoot(cwd), 'dist', 'furl');
}

/** Where a running emulator keeps what functions log. */
export function logsFolder(cwd: string): string {
  return join(sessionFolder(cwd), 'logs');
}

/** The cloud assembly to run when none is named: the workspace's, else a `cdk.out` where one stands. */
export function defaultAssembly(cwd: string): string {
  const own = join(workspaceRoot(cwd), 'dist', 'infra', 'cdk.out');
  const plain = join(cwd, 'cdk.out');
  return !existsSync(own) && existsSync(plain) ? plain : own;
}
