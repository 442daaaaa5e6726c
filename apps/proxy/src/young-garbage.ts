import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How many bytes may pass before what they leave behind is collected. */
const collectAfterBytes = 1024 * 1024;

/**
 * Keeps the memory of a long stream flat.
 *
 * Each piece that Node reads from a socket lies outside of V8's heap, and is freed when its small object within is collected.
 * Small objects fill the young generation so slowly that 64 MB of dead pieces pile up first (V8's limit for external memory), and
 * a function of 128 MB is killed for that. So the young generation is collected every megabyte, which takes well below a
 * millisecond.
 *
 * @returns to be told how many bytes have passed
 */
export function collectYoungGarbage(): (bytes: number) => void {
  let passed = 0;
  return (bytes) => {
    passed += bytes;
    if (passed < collectAfterBytes) return;
    passed = 0;
    collector ??= exposedCollector();
    collector({ type: 'minor' });
  };
}

type Collector = (options: { readonly type: 'minor' }) => void;

let collector: Collector | undefined;

/** V8 gives its collector to new contexts only, and only while the flag is set. */
function exposedCollector(): Collector {
  setFlagsFromString('--expose-gc');
  try {
    return runInNewContext('gc') as Collector;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
