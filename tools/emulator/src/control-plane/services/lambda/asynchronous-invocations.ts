import type { EventSink } from '../../../events';
import type { Execution } from '../../../runtime/function-host';
import { functionError } from './function-error';

/** How long after a failed attempt the next one begins, in milliseconds (Lambda Developer Guide, "Asynchronous invocation error handling"). */
const RETRY_DELAYS = [60_000, 120_000];
/** How long an event may wait for a function that is throttled, in milliseconds (the same). */
const LONGEST_WAIT = 6 * 60 * 60_000;
/** How long after the first throttled attempt the next one begins, and the longest time between two, in milliseconds. */
const FIRST_BACK_OFF = 1000;
const LONGEST_BACK_OFF = 5 * 60_000;
/** How many events may wait or run at a time: they are kept in memory. */
const LIMIT = 1000;

/** How it waits. */
export interface AsynchronousOptions {
  readonly events: EventSink;
  /** @default one minute, then two */
  readonly retryDelays?: readonly number[] | undefined;
  /** How many events may wait or run. @default 1000 */
  readonly limit?: number;
}

/** An event on its way to a function. */
export interface AcceptedEvent {
  readonly functionName: string;
  readonly requestId: string;
  /** One attempt. */
  readonly run: () => Promise<Pick<Execution, 'result'>>;
}

/** What is left to be tried with an event. */
interface Attempt {
  readonly number: number;
  readonly backOff: number;
  readonly waited: number;
}

/** Runs functions in the background, as Lambda does with events: failed ones twice more, throttled ones for six hours. */
export class AsynchronousInvocations {
  private readonly timers = new Set<NodeJS.Timeout>();
  private count = 0;
  private isClosed = false;

  constructor(private readonly options: AsynchronousOptions) {}

  /**
   * Takes an event; the function begins at once.
   *
   * @returns false when too many wait already
   */
  accept(event: AcceptedEvent): boolean {
    if (this.isClosed || this.count >= (this.options.limit ?? LIMIT)) return false;
    this.count += 1;
    void this.attempt(event, { number: 0, backOff: FIRST_BACK_OFF, waited: 0 });
    return true;
  }

  /** Gives up what waits. What runs is its host's to end. */
  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private async attempt(event: AcceptedEvent, attempt: Attempt): Promise<void> {
    try {
      const execution = await event.run();
      if (execution.result.kind === 'throttled') return this.waitForRoom(event, attempt);
      const error = functionError(execution, event.requestId);
      if (error === undefined) return this.done();
      this.retry(event, attempt, `${error.errorType}: ${error.errorMessage}`);
    } catch (error) {
      this.retry(event, attempt, (error as Error)?.message ?? String(error));
    }
  }

  private retry(event: AcceptedEvent, attempt: Attempt, why: string): void {
    const delay = (this.options.retryDelays ?? RETRY_DELAYS)[attempt.number];
    const failed = `attempt ${attempt.number + 1} of the asynchronous invocation ${event.requestId} failed: ${why}`;
    if (delay === undefined) {
      this.say(event, `${failed}\nIt was the last one, and the event is dropped.`);
      return this.done();
    }
    this.say(event, `${failed}\nLambda tries again in ${delay / 1000} s.`);
    this.later(delay, event, { ...attempt, number: attempt.number + 1 });
  }

  private waitForRoom(event: AcceptedEvent, attempt: Attempt): void {
    const { backOff, waited } = attempt;
    if (waited + backOff > LONGEST_WAIT) {
      this.say(
        event,
        `the asynchronous invocation ${event.requestId} was throttled for six hours, and is dropped`,
      );
      return this.done();
    }
    const next = Math.min(2 * backOff, LONGEST_BACK_OFF);
    this.later(backOff, event, { ...attempt, backOff: next, waited: waited + backOff });
  }

  private later(delay: number, event: AcceptedEvent, attempt: Attempt): void {
    if (this.isClosed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.attempt(event, attempt);
    }, delay);
    // Nobody's process goes on only to try again.
    timer.unref();
    this.timers.add(timer);
  }

  private done(): void {
    this.count -= 1;
  }

  private say({ functionName }: AcceptedEvent, explanation: string): void {
    this.options.events({
      kind: 'refused',
      functionName,
      method: 'POST',
      path: 'lambda:Invoke',
      status: 202,
      explanation,
    });
  }
}
