import type { Emulator } from '../emulator';
import type { EventSink } from '../events';
import { AssemblyWatch } from './watch-assembly';
import { SourceWatch, type WatchedSources } from './watch-sources';
import { SynthWatch } from './watch-synth';
import type { Watch } from './watching';

/** What to watch, and who hears of it. */
export interface KeepUpOptions {
  /** Of a cloud assembly the folder, of a single template the file. */
  readonly assemblyFolder: string;
  readonly watch: Watch;
  readonly events: EventSink;
  /** Called after each reload, before it is told. */
  readonly onReloaded?: () => void;
  /** The Nx workspace whose bundles are built again when their source changes; absent: none. */
  readonly sources?: { readonly workspace: string; readonly buildsFolder: string };
  /** How to synthesise again, and when; absent: somebody else does. */
  readonly synth?: { readonly command: string; readonly cwd: string; readonly sources: readonly string[] };
}

/** Keeps an emulator up with what is on the disk. */
export interface KeepingUp {
  /** Resolves when every save from now on is heard of. */
  readonly ready: Promise<WatchedSources>;
  close(): Promise<void>;
}

/** Serves what changes on the disk: the assembly, and where it is wanted the source and the synth behind it. */
export function keepUp(emulator: Emulator, options: KeepUpOptions): KeepingUp {
  const { watch, events, synth } = options;
  const sources = options.sources && new SourceWatch(emulator, { ...options.sources, watch, events });
  const assembly = new AssemblyWatch(emulator, options);
  const synths =
    synth &&
    new SynthWatch({
      ...synth,
      watch,
      events,
      onStart: () => assembly.pause(),
      onEnd: async (isFine) => {
        if (isFine) await sources?.forget();
        assembly.resume();
        if (isFine) await assembly.settled();
        if (isFine) await sources?.find();
      },
    });
  const ready = (async () => {
    await Promise.all([assembly.ready, synths?.ready]);
    await sources?.find();
    return sources?.sources ?? { projects: [], notices: [] };
  })();
  return {
    ready,
    close: async () => {
      await Promise.all([synths?.close(), assembly.close()]);
      await ready.catch(() => undefined);
      await sources?.close();
    },
  };
}
