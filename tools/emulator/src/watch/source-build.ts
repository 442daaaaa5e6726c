import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type * as esbuild from 'esbuild';
import type { BuildContext, BuildFailure, BuildResult, Message } from 'esbuild';
import type { BundledProject } from './nx-esbuild';

/** As much of esbuild as is used; the workspace's own, so that a bundle is what its build would make. */
export type Esbuild = Pick<typeof esbuild, 'context' | 'formatMessagesSync'>;

/** What came of a build. */
export type Built =
  /** `folder` has the bundle. */
  | { readonly kind: 'built'; readonly folder: string }
  /** The bundle is what it was. */
  | { readonly kind: 'same' }
  /** What esbuild says, in one block. */
  | { readonly kind: 'failed'; readonly message: string };

/** Builds that are kept: a function may still load, or import later on, from one that several saves have overtaken. */
const KEPT_BUILDS = 20;

/** Builds the bundle of a project again and again, incrementally, each into a folder of its own. */
export class SourceBuild {
  private readonly folders: string[] = [];
  private context: BuildContext | undefined;
  private inputs = new Set<string>();
  private hasFailed = false;
  private count = 0;
  private last: ReadonlyMap<string, string>;

  /**
   * @param asset the folder of the assembly with the project's bundle
   * @param workspace the folder that esbuild's paths are relative to
   * @param buildsFolder where the folders are made
   */
  constructor(
    private readonly esbuild: Esbuild,
    readonly project: BundledProject,
    readonly asset: string,
    private readonly workspace: string,
    private readonly buildsFolder: string,
  ) {
    this.last = filesOf(asset);
  }

  /** The files of the workspace that are in the bundle. */
  get sources(): readonly string[] {
    return [...this.inputs];
  }

  /** True when a change of that file may change the bundle. */
  concerns(path: string): boolean {
    return this.inputs.has(path) || this.hasFailed;
  }

  /** Builds it. Never throws for what is wrong with the source. */
  async build(): Promise<Built> {
    let result: BuildResult;
    try {
      this.context ??= await this.esbuild.context(this.project.options);
      result = await this.context.rebuild();
    } catch (error) {
      this.hasFailed = true;
      return { kind: 'failed', message: this.describe(error) };
    }
    this.hasFailed = false;
    this.inputs = new Set(
      Object.keys(result.metafile?.inputs ?? {})
        .filter((path) => !path.split('/').includes('node_modules'))
        .map((path) => resolve(this.workspace, path)),
    );
    const outputs = new Map(
      (result.outputFiles ?? []).map(({ path, contents }) => [
        relative(this.project.outputPath, path).split(sep).join('/'),
        Buffer.from(contents).toString('latin1'),
      ]),
    );
    // A source map names its sources by where they lie, which says nothing of the code.
    const isSame = [...outputs].every(
      ([name, content]) => name.endsWith('.map') || this.last.get(name) === content,
    );
    if (isSame) return { kind: 'same' };
    this.last = outputs;
    return { kind: 'built', folder: this.write(outputs) };
  }

  /** Ends esbuild's part; the folders are removed with {@link buildsFolder}. */
  async close(): Promise<void> {
    await this.context?.dispose();
  }

  /** The asset with what was built in it: what else a bundle has, it still needs. */
  private write(outputs: ReadonlyMap<string, string>): string {
    this.count += 1;
    const folder = join(this.buildsFolder, `${basename(this.project.root)}-${this.count}`);
    cpSync(this.asset, folder, { recursive: true });
    for (const [name, content] of outputs) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, 'latin1');
    }
    this.folders.push(folder);
    while (this.folders.length > KEPT_BUILDS) {
      rmSync(this.folders.shift() ?? '', { recursive: true, force: true });
    }
    return folder;
  }

  private describe(error: unknown): string {
    const errors = (error as Partial<BuildFailure>).errors as Message[] | undefined;
    if (errors === undefined) return (error as Error).message;
    return this.esbuild.formatMessagesSync(errors, { kind: 'error' }).join('').trimEnd();
  }
}

/**
 * The assembly's copy of a project's bundle, found by its content: CDK copies a bundle into a folder whose name says
 * nothing of where it came from.
 */
export function assetOf({ outputPath }: BundledProject, assetFolders: readonly string[]): string | undefined {
  const bundle = filesOf(outputPath);
  if (bundle.size === 0) return undefined;
  return assetFolders.find((asset) => {
    const files = filesOf(asset);
    return files.size === bundle.size && [...bundle].every(([name, content]) => files.get(name) === content);
  });
}

/** Every file below a folder by its path there, its bytes as latin1; none when there is no such folder. */
function filesOf(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  if (!existsSync(folder) || existsSync(join(folder, 'node_modules'))) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), readFileSync(path, 'latin1'));
  }
  return files;
}
