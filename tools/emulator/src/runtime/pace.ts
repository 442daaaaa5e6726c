/** How fast a streamed response may leave its function. */
export interface StreamRate {
  /** This many bytes go as fast as they come. */
  readonly uncappedBytes: number;
  /** From there on, this many a second. */
  readonly bytesPerSecond: number;
}

/** Lambda quotas, "Bandwidth for streamed responses": the first 6 MB uncapped, then 2 MB a second. */
export const LAMBDA_STREAM_RATE: StreamRate = {
  uncappedBytes: 6 * 1024 * 1024,
  bytesPerSecond: 2 * 1024 * 1024,
};

/** Waits until a stream may be `size` bytes long. */
export type Pace = (size: number) => Promise<void>;

/**
 * Starts to time a stream.
 *
 * @param rate absent: as fast as it comes
 * @param now in milliseconds
 */
export function paceOf(
  rate: StreamRate | undefined,
  now: () => number = () => performance.now(),
  sleep: (milliseconds: number) => Promise<void> = sleepUnref,
): Pace {
  if (rate === undefined) return () => Promise.resolve();
  let begin: number | undefined;
  return async (size) => {
    if (size <= rate.uncappedBytes) return;
    // What went before was free: the time counts from the first byte that is not.
    begin ??= now();
    const due = begin + ((size - rate.uncappedBytes) / rate.bytesPerSecond) * 1000;
    const wait = due - now();
    if (wait > 0) await sleep(wait);
  };
}

function sleepUnref(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
