import type { Emulator, EventSink, WatchedSources } from '@furl/emulator';

/** Says what `furl dev` does: to people or to programs. */
export interface Reporter {
  readonly event: EventSink;
  ready(emulator: Emulator, assemblyFolder: string): void;
  /** Every save is heard of from now on, of these sources too. */
  watching(sources: WatchedSources): void;
  ended(): void;
}
