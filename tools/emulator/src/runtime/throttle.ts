/** Why an invocation was not even begun (Lambda API, "TooManyRequestsException", `Reason`). */
export type ThrottleReason =
  'ConcurrentInvocationLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded';

/** An invocation that was not begun. */
export interface Throttled {
  readonly kind: 'throttled';
  readonly reason: ThrottleReason;
  /** For the terminal: which limit it was, and how to raise it. */
  readonly explanation: string;
}

/** How many invocations of all functions may run at a time. */
export class AccountConcurrency {
  private running = 0;

  constructor(readonly limit: number) {}

  get isUsedUp(): boolean {
    return this.running >= this.limit;
  }

  enter(): void {
    this.running += 1;
  }

  leave(): void {
    this.running -= 1;
  }
}

/** What all versions of a function share: its reserved concurrency, and the requests a second that go with it. */
export class FunctionConcurrency {
  readonly rate = new RequestRate();
  private count = 0;

  /** How many invocations run. */
  get running(): number {
    return this.count;
  }

  enter(): void {
    this.count += 1;
  }

  leave(): void {
    this.count -= 1;
  }
}

/** Requests a second for each unit of concurrency (Lambda Developer Guide, "Understanding function scaling"). */
const RATE_FACTOR = 10;

/**
 * Counts a function's requests a second. A second's worth may come at once; from then on as many as the time allows.
 *
 * @param now in milliseconds
 */
export class RequestRate {
  private tokens: number | undefined;
  private last = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Counts one request; false when it is too many for this reserved concurrency. */
  admit(reservedConcurrency: number): boolean {
    const most = reservedConcurrency * RATE_FACTOR;
    const time = this.now();
    const earned = ((time - this.last) / 1000) * most;
    this.tokens = Math.min(most, (this.tokens ?? most) + earned);
    this.last = time;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
