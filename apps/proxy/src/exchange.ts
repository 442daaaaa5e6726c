import type http from 'node:http';
import type { Socket } from 'node:net';

import type { HeaderPair } from '@furl/http-response';

import { UpstreamError } from './errors';
import { upstreamError, type Phase } from './upstream-errors';

/** The upstream's answer, of which the body is still to come. */
export interface UpstreamResponse {
  readonly statusCode: number;
  /** As they came: in their order, names in any case. */
  readonly headers: readonly HeaderPair[];
  readonly body: UpstreamBody;
}

/** Takes a piece of a body; a promise means: no more before it is fulfilled. */
export type TakeChunk = (chunk: Uint8Array) => Promise<void> | undefined;

/** A body that is read once, or discarded. */
export interface UpstreamBody {
  /**
   * Hands the body over as it comes.
   *
   * @returns its length in bytes, once it is whole
   * @throws UpstreamError when it breaks off, takes too long or is too large; and what `take` rejects with
   */
  read(take: TakeChunk): Promise<number>;
  /** Ends the exchange without the rest of the body, and its connection with it. */
  discard(): void;
}

/** Bounds of one exchange; times in milliseconds from its start. */
export interface SendOptions {
  /** Until there is a connection, TLS session included. */
  readonly connectMs: number;
  /** Until the head of the answer is there. */
  readonly firstByteMs: number;
  /** Until the last byte of the answer. */
  readonly totalMs: number;
  /** Bytes of the answer's body. */
  readonly maximumBodyBytes: number;
  /** Whether to open a connection of its own instead of taking one that is kept. */
  readonly freshConnection?: boolean;
}

/**
 * Sends the body and waits for the head of the answer.
 *
 * @param outgoing a request that has not been ended
 * @param done hears of the connection when the exchange is over and it may be kept
 * @throws UpstreamError (the promise is rejected) when there is no answer
 */
export function startExchange(
  outgoing: http.ClientRequest,
  body: Uint8Array,
  options: SendOptions,
  done: (socket: Socket) => void,
): Promise<UpstreamResponse> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(outgoing, options, reject);
    outgoing.once('response', (incoming) => {
      const response = exchange.answered(incoming, done);
      if (response !== undefined) resolve(response);
    });
    // An empty last write would cost a system call of its own.
    if (body.byteLength === 0) outgoing.end();
    else outgoing.end(body);
  });
}

/** Node takes a longer time for 1 ms. */
const longestTimer = 2 ** 31 - 1;

/** Watches one exchange: how far it is, whether it is in time, and what its failure means. */
class Exchange {
  private phase: Phase = 'connecting';
  private timer: NodeJS.Timeout | undefined;
  private limitMs = Infinity;
  private readonly started = performance.now();
  private bytesBefore = 0;
  private failure: UpstreamError | undefined;
  private reject: (error: unknown) => void;

  constructor(
    private readonly outgoing: http.ClientRequest,
    private readonly options: SendOptions,
    reject: (error: unknown) => void,
  ) {
    this.reject = reject;
    outgoing.once('socket', (socket) => this.connecting(socket));
    // Stays after the answer began: an error without a listener would end the process.
    outgoing.on('error', (error) => this.fail(error));
    outgoing.once('close', () => {
      if (this.phase !== 'reading') this.fail(new Error('the connection closed without an answer'));
    });
  }

  /** The head has come; undefined when it announces more than may come. */
  answered(incoming: http.IncomingMessage, done: (socket: Socket) => void): UpstreamResponse | undefined {
    this.enter('reading');
    incoming.on('error', (error) => this.fail(error));
    incoming.once('close', () => {
      if (!incoming.complete) this.fail(new Error('the connection closed within the answer'));
    });
    const { statusCode = 0, rawHeaders, socket } = incoming;
    const headers: HeaderPair[] = [];
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
    }
    const { maximumBodyBytes } = this.options;
    if (announcedBytes(this.outgoing.method, statusCode, headers) > maximumBodyBytes) {
      this.fail(tooLarge(maximumBodyBytes));
      return undefined;
    }
    return {
      statusCode,
      headers,
      body: {
        read: (take) => this.read(incoming, take, () => done(socket)),
        discard: () => this.stop(),
      },
    };
  }

  private read(incoming: http.IncomingMessage, take: TakeChunk, done: () => void): Promise<number> {
    return new Promise((resolve, reject) => {
      const { maximumBodyBytes } = this.options;
      const abandon = (error: unknown): void => {
        this.stop();
        reject(error);
      };
      this.reject = reject;
      if (this.failure !== undefined) return abandon(this.failure);
      let length = 0;
      incoming.on('data', (chunk: Uint8Array) => {
        length += chunk.byteLength;
        if (length > maximumBodyBytes) return abandon(tooLarge(maximumBodyBytes));
        const pause = take(chunk);
        if (pause === undefined) return;
        incoming.pause();
        pause.then(() => incoming.resume(), abandon);
      });
      incoming.once('end', () => {
        clearTimeout(this.timer);
        done();
        resolve(length);
      });
    });
  }

  private connecting(socket: Socket): void {
    this.bytesBefore = socket.bytesRead;
    if (!socket.connecting) return this.enter('waiting');
    this.enter('connecting');
    // A TLS socket has connected when its session is there.
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => this.enter('waiting'));
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    const { connectMs, firstByteMs, totalMs } = this.options;
    const limitMs = Math.min(
      totalMs,
      phase === 'reading' ? Infinity : firstByteMs,
      phase === 'connecting' ? connectMs : Infinity,
    );
    if (limitMs === this.limitMs) return;
    this.limitMs = limitMs;
    clearTimeout(this.timer);
    const leftMs = limitMs - (performance.now() - this.started);
    this.timer = setTimeout(() => this.fail(undefined), Math.min(leftMs, longestTimer));
  }

  /**
   * The exchange has failed; whatever fails after that is a consequence.
   *
   * @param error undefined when time ran out
   */
  private fail(error: Error | undefined): void {
    const { socket } = this.outgoing;
    this.failure ??= upstreamError(error, {
      phase: this.phase,
      timedOutAfterMs: error === undefined ? this.limitMs : undefined,
      hasAnswerBegun: socket !== null && socket.bytesRead > this.bytesBefore,
    });
    this.stop();
    this.reject(this.failure);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.outgoing.destroy();
  }
}

/** What the answer says of its length; not where it has no body all the same (RFC 9110 §8.6). */
function announcedBytes(method: string, statusCode: number, headers: readonly HeaderPair[]): number {
  if (method === 'HEAD' || statusCode === 304) return 0;
  // Node has refused lengths that contradict each other. Its own object of all fields would be made for this one.
  const length = headers.find(([name]) => name.length === 14 && name.toLowerCase() === 'content-length');
  return Number(length?.[1] ?? 0);
}

function tooLarge(maximumBytes: number): UpstreamError {
  return new UpstreamError(
    'http_response_body_size',
    `The upstream's answer is larger than the ${maximumBytes} bytes that this function may return.`,
  );
}
