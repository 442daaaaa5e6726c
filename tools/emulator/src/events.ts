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
    };

/** Takes events as they happen. It must not throw. */
export type EventSink = (event: EmulatorEvent) => void;
