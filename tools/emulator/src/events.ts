import type { EniChange } from '@furl/hyperplane';
import type { FunctionState } from './network/living-network';
import type { NetworkInterface } from './network/network-interface';

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
  /** A network interface of Lambda's came, changed or went. */
  | {
      readonly kind: 'network-interface';
      readonly what: EniChange;
      readonly networkInterfaceId: string;
      readonly status: NetworkInterface['status'];
      readonly subnetId: string;
      /** What people call the subnet and the groups. */
      readonly subnet: string;
      readonly securityGroups: readonly string[];
      /** Names of the functions that hold it, each once. */
      readonly functions: readonly string[];
      /** Of its subnet; absent when the template does not tell the subnet's block. */
      readonly freeAddresses?: number;
    }
  /** A function's state is another one. */
  | ({
      readonly kind: 'function-state';
      readonly functionName: string;
      /** `$LATEST` or a number. */
      readonly version: string;
    } & FunctionState)
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
