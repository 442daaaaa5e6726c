/**
 * Makes writes to stdout and stderr return only when the emulator's pipe has them, as Lambda's do: so that the last
 * words before an answer or a crash come before it, and are not lost in this process.
 */
export function writeOutputAtOnce(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const { _handle } = stream as unknown as { _handle?: { setBlocking?: (isBlocking: boolean) => void } };
    _handle?.setBlocking?.(true);
  }
}
