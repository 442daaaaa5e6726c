import type { InvocationResult } from './invocation';
import { initReport, startLine } from './report';
import type { RunnableFunction } from './runnable-function';
import { initEndEvents, initStartEvent } from './system-events';

/** A sandbox as far as its beginning is told. */
interface Beginning {
  readonly instanceId: string;
  readonly initDurationMs: number | undefined;
}

/** What Lambda writes until a function has an invocation in its hands: as text START, as JSON each step of loading too. */
export class PlatformLog {
  private hasBegun = false;
  private loading: { readonly sandbox: Beginning; readonly since: number } | undefined;

  constructor(
    private readonly fn: RunnableFunction,
    private readonly requestId: string,
    private readonly clock: () => Date,
    private readonly say: (line: string | undefined) => void,
  ) {}

  /** A sandbox loads the function for it. */
  load(sandbox: Beginning): void {
    if (this.fn.logFormat === 'Text') return;
    this.loading = { sandbox, since: performance.now() };
    this.say(initStartEvent(this.fn, sandbox.instanceId, this.clock()));
  }

  /** The function could not be loaded. */
  fail(failure: InvocationResult): void {
    const { fn, clock, loading } = this;
    this.loading = undefined;
    if (failure.kind === 'init-timeout') return this.say(initReport(fn, failure.limitMs, clock));
    if (loading === undefined) return;
    const durationMs = performance.now() - loading.since;
    for (const line of initEndEvents(fn, failure, durationMs, clock())) this.say(line);
  }

  /** The function has it. Said once. */
  begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    const { fn, clock } = this;
    const initDurationMs = this.loading?.sandbox.initDurationMs;
    if (initDurationMs !== undefined) {
      for (const line of initEndEvents(fn, undefined, initDurationMs, clock())) this.say(line);
    }
    this.say(startLine(fn, this.requestId, clock));
  }
}
