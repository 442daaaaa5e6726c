import type { Emulator, EventSink } from '@furl/emulator';

/** Says what `furl dev` does: to people or to programs. */
export interface Reporter {
  readonly event: EventSink;
  ready(emulator: Emulator, assemblyFolder: string): void;
  /** Every save is heard of from now on; of the source of these projects too. */
  watching(projects: readonly string[]): void;
  ended(): void;
}
