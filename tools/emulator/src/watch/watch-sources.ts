import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Emulator } from '../emulator';
import type { EventSink } from '../events';
import { findBundledProjects } from './nx-esbuild';
import { Quiet } from './quiet';
import { assetOf, SourceBuild, type Esbuild } from './source-build';
import type { Watch, Watching } from './watching';

/** What a save is made of comes within this time, in milliseconds. */
const QUIET_MS = 20;

/** What the watch needs. */
export interface SourceWatchOptions {
  /** The folder of the Nx workspace. */
  readonly workspace: string;
  /** Where rebuilt bundles go; emptied at the start and removed at the end. */
  readonly buildsFolder: string;
  readonly watch: Watch;
  readonly events: EventSink;
  /** @default the workspace's own */
  readonly esbuild?: Esbuild;
}

/**
 * Builds the bundles of an Nx workspace again when a source file is saved, and serves them at once: past Nx and past
 * CDK, which take seconds, and with the very options of the projects' build targets.
 */
export class SourceWatch {
  private readonly changed = new Set<string>();
  private readonly quiet = new Quiet(QUIET_MS, () => this.rebuild());
  private readonly watching: Watching;
  private readonly watched = new Set<string>();
  private builds: readonly SourceBuild[] = [];
  private isClosed = false;

  constructor(
    private readonly emulator: Emulator,
    private readonly options: SourceWatchOptions,
  ) {
    rmSync(options.buildsFolder, { recursive: true, force: true });
    this.watching = options.watch([], (path) => {
      this.changed.add(path);
      this.quiet.say();
    });
  }

  /** The names of the projects whose source is watched. */
  get projects(): string[] {
    return this.builds.map(({ project }) => project.name);
  }

  /**
   * Finds which projects' bundles the assembly has, and watches their source; again after a synth.
   *
   * @returns when every save from now on is heard of
   */
  async find(): Promise<void> {
    const { workspace, buildsFolder, esbuild = esbuildOf(workspace) } = this.options;
    const old = this.builds;
    this.builds = [];
    await Promise.all(old.map((build) => build.close()));
    if (esbuild === undefined || this.isClosed) return;
    const { assetFolders } = this.emulator;
    this.builds = findBundledProjects(workspace).flatMap((project) => {
      const asset = assetOf(project, assetFolders);
      return asset === undefined ? [] : [new SourceBuild(esbuild, project, asset, workspace, buildsFolder)];
    });
    for (const { project } of this.builds) this.watchSources([project.root]);
    // What was saved since the assembly was made is served too; and what is saved while the first build finds out which
    // libraries are to be watched.
    for (let watched = -1; watched < this.watched.size && !this.isClosed;) {
      watched = this.watched.size;
      await this.watching.ready;
      await this.buildAll(this.builds);
    }
  }

  /** Serves the assembly's own bundles again: it has been made anew. */
  async forget(): Promise<void> {
    await this.emulator.serveInstead(new Map(this.builds.map(({ asset }) => [asset, undefined])));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.quiet.close();
    await this.watching.close();
    await Promise.all(this.builds.map((build) => build.close()));
    rmSync(this.options.buildsFolder, { recursive: true, force: true });
  }

  private async rebuild(): Promise<void> {
    const changed = [...this.changed];
    this.changed.clear();
    await this.buildAll(this.builds.filter((build) => changed.some((path) => build.concerns(path))));
  }

  private async buildAll(builds: readonly SourceBuild[]): Promise<void> {
    const { events } = this.options;
    const start = performance.now();
    const substitutes = new Map<string, string>();
    await Promise.all(
      builds.map(async (build) => {
        const built = await build.build();
        if (built.kind === 'built') substitutes.set(build.asset, built.folder);
        if (built.kind === 'failed' && !this.isClosed) {
          events({ kind: 'reload-failed', what: build.project.name, message: built.message });
        }
        this.watchSources(build.sources.map((file) => projectOf(file, this.options.workspace)));
      }),
    );
    if (substitutes.size === 0 || this.isClosed) return;
    const change = await this.emulator.serveInstead(substitutes);
    events({ kind: 'reloaded', ...change, durationMs: performance.now() - start });
  }

  private watchSources(folders: readonly string[]): void {
    const fresh = [...new Set(folders)].filter(
      (folder) => ![...this.watched].some((known) => folder === known || folder.startsWith(known + sep)),
    );
    for (const folder of fresh) this.watched.add(folder);
    if (fresh.length > 0) this.watching.add(fresh);
  }
}

/** The folder of the project that a file belongs to; its own folder where there is none. */
function projectOf(file: string, workspace: string): string {
  for (let folder = dirname(file); folder.startsWith(workspace + sep); folder = dirname(folder)) {
    if (existsSync(join(folder, 'project.json'))) return folder;
  }
  return dirname(file);
}

function esbuildOf(workspace: string): Esbuild | undefined {
  try {
    return createRequire(join(workspace, 'package.json'))('esbuild') as Esbuild;
  } catch {
    return undefined;
  }
}
