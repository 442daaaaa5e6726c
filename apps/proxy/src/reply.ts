import {
  beginStream,
  bufferedResponse,
  type FunctionUrlResult,
  type HeaderPair,
  type ResponseStream,
} from '@furl/http-response';

import { AnswerBrokenOffError, UpstreamError } from './errors';
import type { UpstreamBody } from './exchange';
import { maximumBufferedBytes, maximumStreamedBytes, payloadFits } from './response-size';
import { collectYoungGarbage } from './young-garbage';

/** An answer to hand over: its head, and a body that is still to come. */
export interface PassedOn {
  readonly statusCode: number;
  readonly headers: readonly HeaderPair[];
  readonly body: UpstreamBody;
}

/** The way back to the client, for one request. */
export interface Reply<Result> {
  /** Bytes that the body of an answer may have. */
  readonly maximumBodyBytes: number;
  /**
   * Hands the upstream's answer over.
   *
   * @returns what the handler returns, and the bytes of the body
   * @throws UpstreamError while the client can still be told
   * @throws AnswerBrokenOffError when it has the beginning of the answer already; its cause says why
   */
  passOn(answer: PassedOn): Promise<{ readonly result: Result; readonly bytes: number }>;
  /** Hands an answer of the proxy's own over. */
  answer(own: FunctionUrlResult): Result;
}

/** Invoke mode BUFFERED: the answer is returned, whole. */
export const bufferedReply: Reply<FunctionUrlResult> = {
  maximumBodyBytes: maximumBufferedBytes,

  async passOn({ statusCode, headers, body }) {
    const chunks: Uint8Array[] = [];
    const bytes = await body.read((chunk) => void chunks.push(chunk));
    const [first] = chunks;
    const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, bytes);
    const result = bufferedResponse({ statusCode, headers, body: whole });
    if (payloadFits(result)) return { result, bytes };
    throw new UpstreamError(
      'http_response_body_size',
      "The upstream's answer is larger, as it has to be encoded, than the 6 MB that this function may return.",
    );
  },

  answer: (own) => own,
};

/**
 * Invoke mode RESPONSE_STREAM: the answer goes to the client as it comes. A client that is slow makes the upstream wait.
 *
 * @param stream the stream of this invocation
 */
export function streamedReply(stream: ResponseStream): Reply<void> {
  return {
    maximumBodyBytes: maximumStreamedBytes,

    async passOn({ statusCode, headers, body }) {
      const begun = beginStream(stream, { statusCode, headers });
      try {
        const passed = collectYoungGarbage();
        const bytes = await body.read((chunk) => {
          passed(chunk.byteLength);
          return begun.write(chunk) ? undefined : drained(begun);
        });
        begun.end();
        return { result: undefined, bytes };
      } catch (error) {
        throw new AnswerBrokenOffError('The answer broke off after its beginning had been sent.', {
          cause: error,
        });
      }
    },

    answer({ statusCode, headers, body }) {
      const begun = beginStream(stream, { statusCode, headers: Object.entries(headers) });
      if (body !== '') begun.write(body);
      begun.end();
    },
  };
}

/** Fulfilled when the stream takes more; rejected when it never will. */
function drained(stream: ResponseStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      stream.off('drain', goOn);
      stream.off('close', settle);
      stream.off('error', settle);
      reject(error ?? new Error('the platform closed the stream'));
    };
    const goOn = (): void => {
      stream.off('close', settle);
      stream.off('error', settle);
      resolve();
    };
    stream.once('drain', goOn);
    stream.once('close', settle);
    stream.once('error', settle);
  });
}
