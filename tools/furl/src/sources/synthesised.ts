import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endOfProcess } from '../end-of-process';
import { Interrupted, UsageError } from '../errors';
import { type Git, reasonOf } from './git';

/** A revision of this workspace. */
export interface Revision {
  readonly git: Git;
  readonly commit: string;
  /** As typed. */
  readonly label: string;
  /** The workspace's folder, in which everything is installed. */
  readonly workspace: string;
  /** Told what takes time. */
  readonly progress: (text: string) => void;
}

/** How long nx may take to end when it is asked to, in milliseconds. */
const GRACE_MS = 5_000;

/**
 * Checks a revision out into a temporary folder, synthesises it there with what is installed here, and uses it. Whatever
 * happens, the folder is removed and nothing is left running.
 *
 * @param use gets the folder of the checked-out workspace
 * @throws UsageError when it cannot be checked out or synthesised; what nx said has gone to `progress`
 * @throws Interrupted when the process is asked to end meanwhile
 */
export async function synthesised<T>(revision: Revision, use: (folder: string) => T): Promise<T> {
  const { git, commit, label, workspace, progress } = revision;
  const nx = join(workspace, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  if (!existsSync(nx)) {
    throw new UsageError(
      `${label} cannot be synthesised: nx is not installed in ${workspace}: run npm start first`,
    );
  }
  const temporary = mkdtempSync(join(tmpdir(), 'furl-plan-'));
  const checkout = join(temporary, 'checkout');
  const folder = join(checkout, relative(git.top, workspace));
  let child: ChildProcess | undefined;
  const cleanUp = (): void => {
    if (child !== undefined) signal(child, 'SIGKILL');
    // The link first: nothing that removes folders shall come near what is installed.
    if (isLink(join(folder, 'node_modules'))) unlinkSync(join(folder, 'node_modules'));
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
    forget(git);
  };
  process.once('exit', cleanUp);
  const ended = endOfProcess().then((): never => {
    throw new Interrupted(`${label} is not synthesised: interrupted`);
  });
  ended.catch(() => undefined);
  try {
    progress(`checking out ${label} (${commit.slice(0, 10)}) into a temporary folder`);
    checkOut(git, checkout, commit, label);
    if (isOtherLock(workspace, folder)) {
      progress(`${label} has another package-lock.json: it is synthesised with what is installed now`);
    }
    if (!existsSync(join(folder, 'node_modules'))) {
      symlinkSync(join(workspace, 'node_modules'), join(folder, 'node_modules'), 'junction');
    }
    progress(`synthesising ${label}`);
    child = spawn(process.execPath, [nx, 'run', 'infra:synth', '--outputStyle=static'], {
      cwd: folder,
      env: environment(temporary),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what nx starts ends with it.
      detached: process.platform !== 'win32',
    });
    const said: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
    const status = await Promise.race([ended, endOf(child)]);
    child = undefined;
    if (status !== 0) {
      progress(Buffer.concat(said).toString().trim());
      throw new UsageError(`${label} cannot be synthesised: nx run infra:synth failed there, as shown above`);
    }
    return use(folder);
  } catch (error) {
    if (error instanceof Interrupted && child !== undefined) await endGently(child);
    throw error;
  } finally {
    cleanUp();
    process.off('exit', cleanUp);
  }
}

function checkOut(git: Git, folder: string, commit: string, label: string): void {
  try {
    // Without hooks: they are written for people's own checkouts.
    git.run('-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--detach', '--quiet', folder, commit);
  } catch (error) {
    throw new UsageError(`${label} cannot be checked out: ${reasonOf(error)}`, { cause: error });
  }
}

/** git keeps a note of every worktree; one that is left is pruned by git itself in time. */
function forget(git: Git): void {
  try {
    git.run('worktree', 'prune');
  } catch {
    // Another git is at work in the same repository.
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function isOtherLock(workspace: string, folder: string): boolean {
  const [here, there] = [workspace, folder].map((each) => {
    const file = join(each, 'package-lock.json');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  });
  return here !== there;
}

/** Without what an nx that runs already has set for its own workspace, and with caches that go with the folder. */
function environment(temporary: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  return {
    ...Object.fromEntries(inherited),
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_ISOLATE_PLUGINS: 'false',
    NX_TUI: 'false',
    NX_CACHE_DIRECTORY: join(temporary, 'nx-cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(temporary, 'nx-data'),
  };
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (status) => resolve(status ?? 1));
  });
}

async function endGently(child: ChildProcess): Promise<void> {
  signal(child, 'SIGTERM');
  await Promise.race([endOf(child), sleep(GRACE_MS, undefined, { ref: false })]);
}

/** To the process and to all that it has started. */
function signal({ pid, exitCode, signalCode }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch {
    // It has ended since.
  }
}
