/** How far a clock may be off before it is corrected, in ms: less than the five minutes that AWS tolerates. */
export const SKEW_TO_CORRECT = 240_000;

/**
 * How far the server's clock is ahead of ours, in ms, by the `Date` of its answer (RFC 9110 §6.6.1); negative when it is
 * behind, `undefined` when the answer does not tell.
 */
export function clockSkew(dateHeader: string | null, now: number): number | undefined {
  const time = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  return Number.isNaN(time) ? undefined : time - now;
}
