import { basename, resolve } from 'node:path';
import { isSingleTemplate } from '../assembly-files';
import type { Emulator } from '../emulator';
import { EmulatorError } from '../errors';
import type { EventSink } from '../events';
import { isBelow } from './is-below';
import { Quiet } from './quiet';
import type { Watch, Watching } from './watching';

/** What a save is made of comes within this time, in milliseconds. */
const QUIET_MS = 40;

/** How long an assembly may be half written before that is said, and how often it is tried meanwhile, in milliseconds. */
const HALF_WRITTEN_MS = 3000;
const RETRY_MS = 150;

/** What the watch needs. */
export interface AssemblyWatchOptions {
  /** Of a cloud assembly the folder, of a single template the file. */
  readonly assemblyFolder: string;
  readonly watch: Watch;
  readonly events: EventSink;
  /** Called after each reload, before it is told. */
  readonly onReloaded?: () => void;
}

/** Reads a cloud assembly, or a template, again whenever its templates, or the code of it, change on the disk. */
export class AssemblyWatch {
  private readonly dirty = new Set<string>();
  private readonly quiet = new Quiet(QUIET_MS, () => this.reload());
  private readonly watching: Watching;
  /** What is watched, with all that is below it. */
  private readonly watched: string[];
  private readonly template: string | undefined;
  private isTemplateChanged = false;
  private pauses = 0;
  private isClosed = false;

  constructor(
    private readonly emulator: Emulator,
    private readonly options: AssemblyWatchOptions,
  ) {
    const assembly = resolve(options.assemblyFolder);
    this.template = isSingleTemplate(assembly) ? assembly : undefined;
    this.watched = [assembly];
    this.watching = options.watch([assembly], (path) => this.onChange(path));
    this.watchMore();
  }

  /** Resolves when every change from now on is heard of. */
  get ready(): Promise<void> {
    return this.watching.ready;
  }

  /** Waits with what changes until {@link resume}: somebody is about to write all of it. */
  pause(): void {
    this.pauses += 1;
  }

  resume(): void {
    this.pauses -= 1;
    this.isTemplateChanged = true;
    this.quiet.say();
  }

  /** Resolves when what was changed until now has been read. */
  async settled(): Promise<void> {
    await this.quiet.settled();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.quiet.close();
    await this.watching.close();
  }

  private onChange(path: string): void {
    // Of templates that somebody wrote, one folder of code may lie in another.
    // A folder that is made anew is one change, and all in it may be another.
    const folders = this.emulator.assetFolders.filter(
      (asset) => isBelow(path, asset) || isBelow(asset, path),
    );
    for (const folder of folders) this.dirty.add(folder);
    const isOfAssembly = folders.length === 0 && isTemplate(path);
    if (isOfAssembly || this.emulator.templateFiles.some((template) => isBelow(template, path))) {
      this.isTemplateChanged = true;
    }
    this.quiet.say();
  }

  /** What a template nests, and its code, may lie anywhere, and elsewhere after each reload. */
  private watchMore(): void {
    const { templateFiles, assetFolders } = this.emulator;
    const fresh = [...templateFiles, ...assetFolders].filter(
      (asset) => !this.watched.some((known) => isBelow(asset, known)),
    );
    if (fresh.length === 0) return;
    this.watched.push(...fresh);
    this.watching.add(fresh);
  }

  private async reload(): Promise<void> {
    if (this.pauses > 0) return;
    const start = performance.now();
    const dirty = new Set(this.dirty);
    const isTemplateChanged = this.isTemplateChanged;
    this.dirty.clear();
    this.isTemplateChanged = false;
    try {
      const change = await this.reloadWhenWhole((folder) => dirty.has(folder));
      if (this.isClosed) return;
      this.watchMore();
      this.options.onReloaded?.();
      const { added, changed, removed, notices } = change;
      if (!isTemplateChanged && [added, changed, removed, notices].every((list) => list.length === 0)) return;
      this.options.events({ kind: 'reloaded', ...change, durationMs: performance.now() - start });
    } catch (error) {
      // What was dirty is still not served.
      for (const folder of dirty) this.dirty.add(folder);
      this.isTemplateChanged ||= isTemplateChanged;
      const what = this.template === undefined ? 'assembly' : 'template';
      this.options.events({ kind: 'reload-failed', what, message: messageOf(error) });
    }
  }

  /** Whoever writes an assembly writes one file after the other. */
  private async reloadWhenWhole(isDirty: (folder: string) => boolean): ReturnType<Emulator['reload']> {
    for (const end = performance.now() + HALF_WRITTEN_MS; ;) {
      try {
        return await this.emulator.reload(isDirty);
      } catch (error) {
        if (!(error instanceof EmulatorError) || this.isClosed || performance.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

function isTemplate(path: string): boolean {
  return basename(path) === 'manifest.json' || path.endsWith('.template.json');
}

function messageOf(error: unknown): string {
  if (error instanceof EmulatorError) return error.message;
  return `a fault of the emulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
