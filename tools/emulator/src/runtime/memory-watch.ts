import { residentMemoryNow, residentMemoryOf, type ResidentMemory } from './resident-memory';

/** How often memory is looked at, in milliseconds; where that takes a process of its own, less often. */
const INTERVAL_MS = process.platform === 'linux' ? 100 : 1000;

const MEGABYTE = 1024 * 1024;

/**
 * How much more than its function's memory a process may take, in megabytes. A bare Node.js with AWS's client shows 50 to
 * 60 MB, most of it pages of its program, which Lambda shares between environments and does not count.
 */
export const NODE_ALLOWANCE_MB = 64;

interface Watched {
  readonly limitBytes: number;
  readonly onOver: (usedMb: number) => void;
  peak: number | undefined;
}

/** Keeps an eye on the memory of every sandbox of this emulator. */
export class MemoryWatch {
  private readonly watched = new Map<number, Watched>();
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;

  /**
   * Watches a process from here on.
   *
   * @param memoryMb its function's memory
   * @param onOver called once, when it takes more than that and {@link NODE_ALLOWANCE_MB}; with the megabytes it takes
   */
  watch(pid: number, memoryMb: number, onOver: (usedMb: number) => void): void {
    const limitBytes = (memoryMb + NODE_ALLOWANCE_MB) * MEGABYTE;
    this.watched.set(pid, { limitBytes, onOver, peak: undefined });
    this.timer ??= setInterval(() => void this.look(), INTERVAL_MS).unref();
  }

  /** The process has ended: its id may soon be another's. */
  release(pid: number): void {
    this.watched.delete(pid);
    if (this.watched.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** The most that a process has taken, in megabytes; undefined when that is not known. */
  peakMb(pid: number): number | undefined {
    const one = this.watched.get(pid);
    if (one === undefined) return undefined;
    one.peak ??= residentMemoryNow(pid)?.peak;
    return one.peak === undefined ? undefined : Math.ceil(one.peak / MEGABYTE);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    const found = await residentMemoryOf([...this.watched.keys()]);
    this.isLooking = false;
    for (const [pid, memory] of found) this.compare(pid, memory);
  }

  private compare(pid: number, { current, peak }: ResidentMemory): void {
    const one = this.watched.get(pid);
    if (one === undefined) return;
    one.peak = Math.max(one.peak ?? 0, peak);
    if (current <= one.limitBytes) return;
    this.watched.delete(pid);
    one.onOver(Math.ceil(current / MEGABYTE));
  }
}
