/**
 * The framing of the channel between a sandbox and the emulator, which carries what the Runtime API's `next`,
 * `response` and `error` carry, without the cost of HTTP: a byte for the kind, four for the length (big-endian), then
 * as many bytes.
 */

/** From the sandbox: it waits for its next invocation. */
export const NEXT = 'N';
/** From the sandbox: the id of an invocation, a line break, its result. */
export const DONE = 'D';
/** From the sandbox: the same for an invocation that failed. */
export const ERROR = 'E';
/** To the sandbox: the headers of an invocation as JSON, a line break, the event. */
export const INVOCATION = 'I';

const HEAD_LENGTH = 5;

/** A frame as bytes. */
export function encodeFrame(kind: string, payload: string): Buffer {
  const length = Buffer.byteLength(payload);
  const bytes = Buffer.allocUnsafe(HEAD_LENGTH + length);
  bytes.write(kind, 0, 1, 'latin1');
  bytes.writeUInt32BE(length, 1);
  bytes.write(payload, HEAD_LENGTH, length, 'utf8');
  return bytes;
}

/**
 * Takes a frame that has come.
 *
 * @param payload undefined when it was longer than the reader's limit
 * @param size of the payload, in bytes
 */
export type OnFrame = (kind: string, payload: Buffer | undefined, size: number) => void;

/** Puts frames together again, in whatever pieces they come; of one that is too long it keeps nothing. */
export class FrameReader {
  private rest: Buffer[] = [];
  private restLength = 0;
  private wanted = 1;
  private skipping = 0;

  /** @param limit the longest payload, in bytes */
  constructor(
    private readonly limit: number,
    private readonly onFrame: OnFrame,
  ) {}

  /** True when it has a part of a frame. */
  get isInside(): boolean {
    return this.restLength > 0 || this.skipping > 0;
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.restLength > 0) {
      this.rest.push(chunk);
      this.restLength += chunk.length;
      if (this.restLength < this.wanted) return;
      bytes = Buffer.concat(this.rest, this.restLength);
      this.rest = [];
      this.restLength = 0;
    }
    const end = this.read(bytes);
    if (end === bytes.length) return;
    this.rest = [bytes.subarray(end)];
    this.restLength = bytes.length - end;
  }

  /** Reads all whole frames; returns where the first that is not begins. */
  private read(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length) {
      if (this.skipping > 0) {
        const skipped = Math.min(this.skipping, bytes.length - at);
        this.skipping -= skipped;
        at += skipped;
        continue;
      }
      const kind = String.fromCharCode(bytes[at] ?? 0);
      this.wanted = HEAD_LENGTH;
      if (bytes.length - at < HEAD_LENGTH) return at;
      const size = bytes.readUInt32BE(at + 1);
      if (size > this.limit) {
        this.skipping = size;
        at += HEAD_LENGTH;
        this.onFrame(kind, undefined, size);
        continue;
      }
      this.wanted = HEAD_LENGTH + size;
      if (bytes.length - at < this.wanted) return at;
      this.onFrame(kind, bytes.subarray(at + HEAD_LENGTH, at + this.wanted), size);
      at += this.wanted;
    }
    return at;
  }
}
