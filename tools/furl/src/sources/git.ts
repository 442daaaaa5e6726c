import { execFileSync } from 'node:child_process';
import { UsageError } from '../errors';

/** What git's own hooks set: it would make git look somewhere else than where it is told to. */
const LOCAL_VARIABLES: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
]);

/** A git repository, asked without a shell. */
export interface Git {
  /** The folder of its working tree. */
  readonly top: string;
  /** The commit that a revision is; undefined when it is none. */
  readonly commitOf: (revision: string) => string | undefined;
  /** What a path is at a commit; undefined when it is not tracked there. */
  readonly kindOf: (commit: string, path: string) => 'file' | 'folder' | undefined;
  /** The text of a file at a commit. @throws an error with the code `ENOENT` when it is not tracked there */
  readonly textOf: (commit: string, path: string) => string;
  /** Runs a command of git that changes something. @throws Error; {@link reasonOf} has what git says */
  readonly run: (...args: string[]) => void;
}

/**
 * The repository in which a folder is.
 *
 * @throws UsageError when it is in none, or there is no git
 */
export function gitAt(folder: string): Git {
  const inherited = Object.entries(process.env).filter(([name]) => !LOCAL_VARIABLES.has(name));
  const env = { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: '0' };
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      env,
      maxBuffer: 512 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const asked = (...args: string[]): string | undefined => {
    try {
      return git(...args).replace(/\n$/, '');
    } catch {
      return undefined;
    }
  };
  let top: string;
  try {
    top = git('rev-parse', '--show-toplevel').replace(/\n$/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UsageError(
        'git is not installed, or not in PATH: without it --against takes a cdk.out folder or a template',
      );
    }
    throw new UsageError(
      `${folder} is in no git repository that can be read (${reasonOf(error)}): --against takes a cdk.out folder or a template there`,
      { cause: error },
    );
  }
  return {
    top,
    commitOf: (revision) => asked('rev-parse', '--verify', '--quiet', `${revision}^{commit}`),
    kindOf: (commit, path) => {
      const type = asked('cat-file', '-t', `${commit}:${path}`);
      return type === 'blob' ? 'file' : type === 'tree' ? 'folder' : undefined;
    },
    textOf: (commit, path) => {
      const text = asked('cat-file', 'blob', `${commit}:${path}`);
      if (text !== undefined) return text;
      throw Object.assign(new Error(`${path} is not tracked`), { code: 'ENOENT' });
    },
    run: (...args) => void git(...args),
  };
}

/** What git says why it failed, in one line. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = said.trim().split('\n');
  return lines.find((line) => line.startsWith('fatal:')) ?? lines.at(-1) ?? '';
}
