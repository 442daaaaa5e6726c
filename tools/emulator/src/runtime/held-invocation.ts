import { PassThrough } from 'node:stream';
import type { Invocation, InvocationResult, InvokeOptions } from './invocation';

/** How much of a stream waits here for a slow reader, in bytes. */
const STREAM_BUFFER = 256 * 1024;

/** The sandbox ended before the function saw the invocation: another one can take it. */
export interface NotTaken {
  readonly kind: 'not-taken';
}

/** An invocation that a sandbox has been given, until it is over. */
export class HeldInvocation {
  /** The runtime has it in its hands: a second sandbox would run it a second time. */
  isTaken = false;
  private stream: PassThrough | undefined;
  private settle: (result: InvocationResult | NotTaken) => void = () => undefined;
  /** How it ended. */
  readonly result = new Promise<InvocationResult | NotTaken>((resolve) => {
    this.settle = resolve;
  });

  constructor(
    readonly invocation: Invocation,
    private readonly options: InvokeOptions,
  ) {}

  /** A sandbox has been handed it, and may have begun. */
  onDelivered(): void {
    this.options.onDelivered?.();
  }

  /** Where the bytes of a stream go as they come; undefined when its caller wants them in one piece. */
  startStream(contentType: string): PassThrough | undefined {
    const { onStream } = this.options;
    if (onStream === undefined) return undefined;
    const body = new PassThrough({ highWaterMark: STREAM_BUFFER });
    // Nobody need listen to how it ends.
    body.on('error', () => undefined);
    this.stream = body;
    onStream({ contentType, body });
    return body;
  }

  /** It is over, and its stream was ended by whoever wrote it. */
  finish(result: InvocationResult): void {
    this.settle(result);
  }

  /** It is over, and nothing more will come: a stream that has not ended breaks off. */
  breakOff(result: InvocationResult | NotTaken): void {
    this.stream?.destroy(new Error('the function did not end its stream'));
    this.settle(result);
  }
}
