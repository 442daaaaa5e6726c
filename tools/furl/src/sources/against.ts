import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../errors';
import { defaultAssembly, workspaceRoot } from '../locations';
import { type Git, gitAt } from './git';
import { type Source, sourceAt } from './source';
import { synthesised } from './synthesised';

/** What is compared with what. */
export interface Comparison {
  /** As typed: a path or a git revision. */
  readonly against: string;
  /** The path of the source that is compared, as typed or by default; something is there. */
  readonly path: string;
  readonly cwd: string;
  /** Told what takes time. */
  readonly progress: (text: string) => void;
}

/**
 * Finds what a source is compared with, and uses it: a path if there is one, else the same source at a git revision. A
 * source that is tracked is read from git. The workspace's own assembly is not tracked: the revision is checked out
 * into a temporary folder and synthesised there, and the folder is removed after use.
 *
 * @throws UsageError when it is neither, or the source is not to be had at that revision
 * @throws Interrupted when the process is asked to end meanwhile
 */
export async function useAgainst<T>(comparison: Comparison, use: (source: Source) => T): Promise<T> {
  const { against, path, cwd, progress } = comparison;
  if (against === '' || against.startsWith('-')) {
    throw new UsageError(
      `"${against}" is no path and no git revision: --against takes a cdk.out folder, a template, or a revision`,
    );
  }
  if (existsSync(resolve(cwd, against))) return use(sourceAt(against, cwd));

  const place = realpathSync(resolve(cwd, path));
  const git = gitAt(dirname(place));
  const commit = git.commitOf(against);
  if (commit === undefined) {
    throw new UsageError(
      `"${against}" is no file or folder, and no revision of the git repository ${git.top}: see git log`,
    );
  }
  const label = `${sourceAt(path, cwd).label} at ${against}`;
  const tracked = trackedAt(git, commit, pathWithin(git.top, place));
  if (tracked !== undefined) return use({ ...tracked, label });

  const workspace = workspaceRoot(place);
  const own = defaultAssembly(workspace);
  const rest = relative(own, place);
  if (rest.startsWith('..') || !existsSync(join(workspace, 'nx.json'))) {
    throw new UsageError(
      `${label} is not tracked, and only dist/infra/cdk.out of an Nx workspace can be synthesised there: check the revision out, synthesise it, and name its cdk.out`,
    );
  }
  return synthesised({ git, commit, label: against, workspace, progress }, (folder) =>
    use({ ...sourceAt(join(folder, relative(workspace, own), rest), cwd), label }),
  );
}

/** A folder or a template as git has it at a commit; undefined when it is not tracked there. */
function trackedAt(git: Git, commit: string, path: string): Omit<Source, 'label'> | undefined {
  const kind = git.kindOf(commit, path);
  if (kind === undefined) return undefined;
  const folder = kind === 'folder' ? path : path.replace(/[^/]*$/, '');
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  const files = { readText: (file: string) => git.textOf(commit, `${prefix}${file}`) };
  return kind === 'folder' ? { files } : { files, template: path.slice(prefix.length) };
}

/** A path inside a repository as git writes it. */
function pathWithin(top: string, place: string): string {
  return relative(realpathSync(top), place).split(sep).join('/');
}
