import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { watch as watchWithChokidar, type FSWatcher } from 'chokidar';
import type { Watch } from '@furl/emulator';

/** How often it is looked whether what is watched is still what it was, in milliseconds. */
const LOOK_MS = 300;

/**
 * Watches by chokidar: saves by renaming, as editors do, and folders that are made anew are one change each. What
 * cannot be watched (the system's limit of watches is reached) is not: the rest is. A path that is not there, or is made
 * anew as builds do with their folder, is watched as soon as it is there.
 */
export const watchFiles: Watch = (paths, onChange) => {
  const roots: WatchedRoot[] = [];
  const add = (more: readonly string[]): void => {
    roots.push(...more.map((path) => new WatchedRoot(path, onChange)));
  };
  add(paths);
  return {
    get ready() {
      return Promise.all(roots.map(({ ready }) => ready)).then(() => undefined);
    },
    add,
    close: async () => {
      await Promise.all(roots.map((root) => root.close()));
    },
  };
};

/** A file or a folder with what is below it; a watcher of its own says once that it is ready. */
class WatchedRoot {
  ready: Promise<void> = Promise.resolve();
  private watcher: FSWatcher | undefined;
  private identity: string | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly path: string,
    private readonly onChange: (path: string) => void,
  ) {
    this.begin();
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.watcher?.close();
  }

  private begin(): void {
    this.identity = identityOf(this.path);
    if (this.identity === undefined) return;
    const watcher = watchWithChokidar(this.path, {
      ignoreInitial: true,
      ignored: (path) => path !== this.path && /^(node_modules|\..*)$/.test(basename(path)),
    });
    for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, this.onChange);
    watcher.on('error', () => undefined);
    this.watcher = watcher;
    this.ready = new Promise((resolve) => watcher.once('ready', () => resolve()));
  }

  /** A folder of the same name is not the one that is watched: of what happens in it nothing is heard. */
  private look(): void {
    if (identityOf(this.path) === this.identity) return;
    void this.watcher?.close();
    this.watcher = undefined;
    this.begin();
    void this.ready.then(() => this.onChange(this.path));
  }
}

/** What tells a folder from one of the same name; of a file that of its folder, since saves make it anew. */
function identityOf(path: string): string | undefined {
  try {
    const own = statSync(path);
    const { ino, birthtimeMs } = own.isDirectory() ? own : statSync(dirname(path));
    return `${ino} ${birthtimeMs}`;
  } catch {
    return undefined;
  }
}
