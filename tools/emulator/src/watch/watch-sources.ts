import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Emulator } from '../emulator';
import type { EventSink } from '../events';
import { findBundledProjects, type BundledProject } from './nx-esbuild';
import { isBelow } from './is-below';
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

/** The projects of a workspace whose bundles the assembly has. */
export interface WatchedSources {
  /** The names of those whose source is watched. */
  readonly projects: readonly string[];
  /** Those whose source is not, and why: a line each. */
  readonly notices: readonly string[];
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
  private unwatched: readonly string[] = [];
  private isFinding = false;
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

  /** Whose source is watched, and whose is not although the assembly has its bundle. */
  get sources(): WatchedSources {
    return { projects: this.builds.map(({ project }) => project.name), notices: this.unwatched };
  }

  /**
   * Finds which projects' bundles the assembly has, and watches their source; again after a synth.
   *
   * @returns when every save from now on is heard of
   */
  async find(): Promise<void> {
    this.isFinding = true;
    try {
      await this.findBuilds();
    } finally {
      this.isFinding = false;
      // Saved while it was not known yet whose source it is, or half saved when it was read.
      if (this.changed.size > 0) this.quiet.say();
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

  private async findBuilds(): Promise<void> {
    const { workspace, buildsFolder } = this.options;
    const old = this.builds;
    this.builds = [];
    await Promise.all(old.map((build) => build.close()));
    if (this.isClosed) return;
    const { assetFolders } = this.emulator;
    const bundles = findBundledProjects(workspace).flatMap((project) => {
      const asset = assetOf(project, assetFolders);
      return asset === undefined ? [] : [{ project, asset }];
    });
    const { esbuild = esbuildOf(workspace) } = this.options;
    this.unwatched = noticesOf(bundles, esbuild, workspace);
    if (esbuild === undefined) return;
    this.builds = bundles
      .filter(({ project }) => project.esbuildConfig === undefined)
      .map(({ project, asset }) => new SourceBuild(esbuild, project, asset, workspace, buildsFolder));
    for (const { project } of this.builds) this.watchSources([project.root]);
    // What was saved since the assembly was made is served too; and what is saved while the first build finds out which
    // libraries are to be watched.
    for (let watched = -1; watched < this.watched.size && !this.isClosed;) {
      watched = this.watched.size;
      await this.watching.ready;
      await this.buildAll(this.builds);
    }
  }

  private async rebuild(): Promise<void> {
    if (this.isFinding) return;
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
      (folder) => ![...this.watched].some((known) => isBelow(folder, known)),
    );
    for (const folder of fresh) this.watched.add(folder);
    if (fresh.length > 0) this.watching.add(fresh);
  }
}

function noticesOf(
  bundles: readonly { readonly project: BundledProject }[],
  esbuild: Esbuild | undefined,
  workspace: string,
): string[] {
  if (bundles.length === 0) return [];
  if (esbuild === undefined) {
    const names = bundles.map(({ project }) => project.name).join(', ');
    return [
      `the source of ${names} is not watched: there is no esbuild to build it with in ${workspace}; install it, or build and synthesise yourself`,
    ];
  }
  return bundles.flatMap(({ project: { name, esbuildConfig } }) =>
    esbuildConfig === undefined
      ? []
      : [
          `the source of ${name} is not watched: its build has options in ${esbuildConfig}, which are not read; put them into esbuildOptions, or build and synthesise yourself`,
        ],
  );
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
