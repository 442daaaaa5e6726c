import type { MemoryWatch } from './memory-watch';
import type { StreamRate } from './pace';
import type { Reaper } from './reaper';

/** What every sandbox needs beside its function. */
export interface SandboxOptions {
  /** The script that is loaded before AWS's runtime client. */
  readonly preload: string;
  readonly reaper: Reaper;
  /** Where the sandbox's own temporary folder is made. */
  readonly temporaryRoot: string;
  /** Takes each line that the function writes. */
  readonly onLine: (line: string) => void;
  /** How long the function may take to load, in milliseconds. */
  readonly initLimitMs: number;
  /** True when loading counts as part of the first invocation and of its time-out, as after an init time-out. */
  readonly loadsInInvocation: boolean;
  /** Ends it when it takes more memory than its function has; absent: only V8's heap is limited. */
  readonly memory?: MemoryWatch | undefined;
  /** How fast a response may stream; absent: as fast as it comes. */
  readonly streamRate?: StreamRate | undefined;
  /** True when the inspector is opened in it: a debugger may hold it for as long as it likes. */
  readonly isInspected?: boolean;
}
