import type { Emulator, EventSink } from '@furl/emulator';

/** Says what `furl dev` does: to people or to programs. */
export interface Reporter {
  readonly event: EventSink;
  ready(emulator: Emulator, assemblyFolder: string): void;
  ended(): void;
}
