/** Longer timers fire at once (Node.js, `setTimeout`). */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The time of the interfaces, in milliseconds since its beginning: as fast as it was asked for, and by leaps when it is instant. */
export class LifeClock {
  private readonly start: number;
  private leapt = 0;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** @param speed how many times as fast as real time; Infinity: only by leaps */
  constructor(
    private readonly speed: number,
    private readonly clock: () => Date,
  ) {
    this.start = clock().getTime();
  }

  get isInstant(): boolean {
    return this.speed === Infinity;
  }

  now(): number {
    return this.isInstant ? this.leapt : (this.clock().getTime() - this.start) * this.speed;
  }

  /** It is that late now. */
  leap(to: number): void {
    this.leapt = to;
  }

  /** Calls once, when it is that late; what was to be called before is not. */
  wake(at: number | undefined, call: () => void): void {
    clearTimeout(this.timer);
    if (at === undefined || this.isClosed) return;
    const delay = Math.ceil(Math.max(0, at - this.now()) / this.speed);
    this.timer = setTimeout(call, Math.min(delay, LONGEST_TIMER));
    // Nobody's process goes on only to see an interface go.
    this.timer.unref();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }
}
