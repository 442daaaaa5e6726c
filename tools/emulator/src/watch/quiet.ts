/**
 * Calls `work` once when nothing has been said for a while, and again for what is said while it works: a save is
 * several events, and a synth many.
 */
export class Quiet {
  private timer: NodeJS.Timeout | undefined;
  private isWorking = false;
  private isWanted = false;
  private isClosed = false;
  private readonly waiting: (() => void)[] = [];

  /** @param quietMs how long nothing must have been said, in milliseconds */
  constructor(
    private readonly quietMs: number,
    /** It must not throw. */
    private readonly work: () => Promise<void>,
  ) {}

  /** Something has happened. */
  say(): void {
    if (this.isClosed) return;
    this.isWanted = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), this.quietMs);
  }

  /** Resolves when nothing is left to do. */
  settled(): Promise<void> {
    if (this.isClosed || (!this.isWanted && !this.isWorking)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.release();
  }

  private async run(): Promise<void> {
    if (this.isWorking) return;
    this.isWorking = true;
    this.isWanted = false;
    try {
      await this.work();
    } finally {
      this.isWorking = false;
    }
    // Said while it worked: those events have had their quiet time, or will have it.
    if (this.isWanted && !this.isClosed) this.say();
    else this.release();
  }

  private release(): void {
    for (const release of this.waiting.splice(0)) release();
  }
}
