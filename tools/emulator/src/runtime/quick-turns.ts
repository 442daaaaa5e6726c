/** How long nothing may end before more go on, in milliseconds. */
const STALL_MS = 2;
/** An invocation that takes longer waits for something itself, in milliseconds. */
const QUICK_MS = 5;
/** How long anybody waits at most, in milliseconds. */
const WAIT_LIMIT_MS = 20;

interface Waiting {
  readonly since: number;
  readonly goOn: () => void;
}

/**
 * Lets no more invocations of a function run at a time than the machine has processors, as long as they are quick: more
 * would take turns on the same processors, each in a sandbox that is colder than the one which is about to be free.
 * Invocations that wait for something themselves, as most do, hold up the others for a few milliseconds and no longer.
 */
export class QuickTurns {
  private running = 0;
  private readonly queue: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private ended = 0;
  /** How many go on at the next stall: twice as many each time, so that many slow ones all run soon. */
  private extra: number;

  /** @param limit how many run at a time */
  constructor(private readonly limit: number) {
    this.extra = limit;
  }

  /** Waits for a turn; undefined when there is one at once. Each is given back with {@link leave}. */
  take(): Promise<void> | undefined {
    if (this.running < this.limit) {
      this.running += 1;
      return undefined;
    }
    return new Promise((goOn) => {
      this.queue.push({ since: performance.now(), goOn });
      this.timer ??= setTimeout(() => this.onTimer(), STALL_MS);
    });
  }

  /** @param durationMs how long the turn was */
  leave(durationMs: number): void {
    const isQuick = durationMs <= QUICK_MS;
    this.running -= 1;
    this.ended += 1;
    if (isQuick) this.extra = this.limit;
    const [first] = this.queue;
    if (first === undefined) return;
    // The place of a slow one is taken, even when there are too many already: those that wait may be slow, too.
    const isNext = this.running < this.limit || !isQuick || performance.now() - first.since > WAIT_LIMIT_MS;
    if (isNext) this.goOn(1);
    this.timer?.refresh();
  }

  /** When this process itself was busy for so long, what has ended meanwhile is seen only now. */
  private onTimer(): void {
    const { ended } = this;
    setImmediate(() => {
      if (this.ended === ended) {
        this.goOn(this.extra);
        this.extra *= 2;
      }
      this.timer?.refresh();
    });
  }

  private goOn(count: number): void {
    for (const { goOn } of this.queue.splice(0, count)) {
      this.running += 1;
      goOn();
    }
    if (this.queue.length > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
