import { basename } from 'node:path';
import { watch as watchWithChokidar, type FSWatcher } from 'chokidar';
import type { Watch } from '@furl/emulator';

/**
 * Watches by chokidar: saves by renaming, as editors do, and folders that are made anew are one change each. What
 * cannot be watched (the system's limit of watches is reached, a folder is gone) is not: the rest is.
 */
export const watchFiles: Watch = (paths, onChange) => {
  const watchers: FSWatcher[] = [];
  const readies: Promise<void>[] = [];
  // A watcher for each call: one says only once that it is ready.
  const add = (more: readonly string[]): void => {
    if (more.length === 0) return;
    const watcher = watchWithChokidar([...more], {
      ignoreInitial: true,
      ignored: (path) => !more.includes(path) && /^(node_modules|\..*)$/.test(basename(path)),
    });
    for (const event of ['add', 'change', 'unlink'] as const)
      watcher.on(event, (path: string) => onChange(path));
    watcher.on('error', () => undefined);
    watchers.push(watcher);
    readies.push(new Promise((resolve) => watcher.once('ready', () => resolve())));
  };
  add(paths);
  return {
    get ready() {
      return Promise.all(readies).then(() => undefined);
    },
    add,
    close: async () => {
      await Promise.all(watchers.map((watcher) => watcher.close()));
    },
  };
};
