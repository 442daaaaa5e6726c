/** Something that the person at the terminal should hear of. The emulator never prints: it hands these on. */
export type EmulatorEvent =
  /** A line that a function wrote to stdout or stderr. */
  | { readonly kind: 'function-log'; readonly functionName: string; readonly line: string }
  /** A line that Lambda itself would write into the function's log group. */
  | { readonly kind: 'platform-log'; readonly functionName: string; readonly line: string }
  /** A request was answered. */
  | {
      readonly kind: 'answered';
      readonly functionName: string;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly durationMs: number;
    }
  /** A request was refused, with the reason that AWS never tells. */
  | {
      readonly kind: 'refused';
      readonly functionName: string | undefined;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly explanation: string;
    }
  /** The code or the template has changed, and is served from now on. */
  | {
      readonly kind: 'reloaded';
      /** Names of functions. */
      readonly added: readonly string[];
      readonly changed: readonly string[];
      readonly removed: readonly string[];
      /** What is left out or differs, as far as it was not said before. */
      readonly notices: readonly string[];
      readonly durationMs: number;
    }
  /** It has changed, and cannot be served: what was there before goes on. */
  | { readonly kind: 'reload-failed'; readonly what: string; readonly message: string };

/** Takes events as they happen. It must not throw. */
export type EventSink = (event: EmulatorEvent) => void;
