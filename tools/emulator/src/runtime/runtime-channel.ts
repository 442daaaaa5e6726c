import type { Duplex } from 'node:stream';
import { DONE, encodeFrame, ERROR, FrameReader, INVOCATION, NEXT } from '../preload/frames';
import { invocationHeaders } from './invocation-headers';
import type { Posted } from './posted';
import { RESPONSE_LIMIT } from './runtime-api';
import type { Deliver, RuntimeSession } from './runtime-session';
import type { TakenCount } from './taken-count';

/** Room for the id that stands before a result, in bytes. */
const ID_LIMIT = 256;
const LINE_BREAK = 0x0a;

/**
 * The emulator's end of the channel to a sandbox (see preload/frames.ts): the same rules as the Runtime API's, at a
 * fraction of its cost.
 */
export class RuntimeChannel {
  private readonly reader: FrameReader;
  private delivered = 0;

  constructor(
    private readonly socket: Duplex,
    private readonly session: RuntimeSession,
    private readonly taken: Pick<TakenCount, 'value'>,
  ) {
    this.reader = new FrameReader(RESPONSE_LIMIT + ID_LIMIT, (kind, payload, size) => {
      if (kind === NEXT) session.next(this.deliver);
      else if (kind === DONE || kind === ERROR) this.takeResult(kind === ERROR, payload, size);
    });
    socket.on('data', (chunk: Buffer) => this.reader.push(chunk));
    // The end of its process is seen where that is watched.
    socket.on('error', () => session.leave(this.deliver));
    socket.once('close', () => session.leave(this.deliver));
  }

  /** True when the sandbox has taken the invocation that was delivered last, if one was delivered here. */
  get isTaken(): boolean {
    return this.delivered > 0 && this.taken.value === this.delivered;
  }

  /** True while a part of a result is here, and the rest may still come. */
  get isReceiving(): boolean {
    return this.reader.isInside && !this.socket.readableEnded && !this.socket.destroyed;
  }

  private readonly deliver: Deliver = (invocation, deadlineMs) => {
    if (this.socket.destroyed || !this.socket.writable) return false;
    const headers = JSON.stringify(invocationHeaders(invocation, deadlineMs));
    this.delivered = (this.delivered + 1) >>> 0;
    this.socket.write(encodeFrame(INVOCATION, `${headers}\n${invocation.payload}`));
    return true;
  };

  private takeResult(isError: boolean, payload: Buffer | undefined, size: number): void {
    const end = payload?.indexOf(LINE_BREAK) ?? -1;
    const id = payload === undefined ? undefined : payload.toString('utf8', 0, end);
    const body = payload?.subarray(end + 1);
    const length = body?.length ?? size;
    this.session.takeResult(id, isError, posted(length > RESPONSE_LIMIT ? undefined : body, length));
  }
}

function posted(body: Buffer | undefined, size: number): Posted {
  return {
    body,
    size,
    limit: RESPONSE_LIMIT,
    contentType: 'application/json',
    isStream: false,
    errorType: undefined,
    trailingErrorType: undefined,
    trailingErrorBody: undefined,
  };
}
