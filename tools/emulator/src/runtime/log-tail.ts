/** How much of an invocation's log is kept, in bytes: `X-Amz-Log-Result` carries the last 4 KB (Lambda API, "Invoke"). */
export const LOG_TAIL_LIMIT = 4096;

/** The last lines of one invocation's log. Takes any amount, keeps no more than {@link LOG_TAIL_LIMIT}. */
export class LogTail {
  private lines: string[] = [];
  private length = 0;

  /** @param line without its line end */
  add(line: string): void {
    const kept = line.length > LOG_TAIL_LIMIT ? line.slice(-LOG_TAIL_LIMIT) : line;
    this.lines.push(kept);
    this.length += kept.length + 1;
    if (this.length > 16 * LOG_TAIL_LIMIT) this.shorten();
  }

  /** The last {@link LOG_TAIL_LIMIT} bytes in UTF-8, each line with its end; never half a character. */
  get text(): string {
    this.shorten();
    const bytes = Buffer.from(this.lines.map((line) => `${line}\n`).join(''), 'utf8');
    if (bytes.length <= LOG_TAIL_LIMIT) return bytes.toString('utf8');
    let start = bytes.length - LOG_TAIL_LIMIT;
    while (((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return bytes.toString('utf8', start);
  }

  private shorten(): void {
    let drop = 0;
    while (this.length - (this.lines[drop]?.length ?? 0) - 1 >= LOG_TAIL_LIMIT) {
      this.length -= (this.lines[drop]?.length ?? 0) + 1;
      drop += 1;
    }
    if (drop > 0) this.lines = this.lines.slice(drop);
  }
}
