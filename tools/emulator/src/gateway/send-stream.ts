import type { ServerResponse } from 'node:http';
import type { ResponseStream } from '../runtime/invocation';
import { answerHeaders, hasNoBody, type AnswerOptions } from './answer';
import { MalformedResponse } from './response-parts';
import { StreamHeadReader, type StreamHead } from './stream-head';

/** What the client got to see of a stream. */
export type Sent =
  /** All of it, or as much as the client waited for. */
  | { readonly kind: 'sent'; readonly status: number }
  /** The function failed in the middle: the connection was cut, so that nobody takes what came for all there is. */
  | { readonly kind: 'cut'; readonly status: number }
  /** Nothing yet: the function failed before, or its stream has no head. */
  | { readonly kind: 'nothing'; readonly malformed: MalformedResponse | undefined };

/**
 * Sends a stream to the client while the function writes it. A client that is slow makes the function wait; one that
 * goes away does not stop it. Never rejects.
 */
export function sendStream(
  { contentType, body }: ResponseStream,
  response: ServerResponse,
  options: AnswerOptions,
): Promise<Sent> {
  return new Promise((resolve) => {
    const reader = new StreamHeadReader(contentType);
    let head: StreamHead | undefined;
    const begin = (begun: StreamHead): void => {
      head = begun;
      // It has a length that nobody knows: node:http sends it in chunks.
      response.writeHead(begun.status, answerHeaders(begun.headers, response, options));
      // The head goes out at once; not by flushHeaders, which would encode a character beyond ASCII a second time.
      response.write('', 'latin1');
      if (hasNoBody(begun.status) || response.req.method === 'HEAD') finish();
    };
    const send = (bytes: Buffer): void => {
      if (bytes.length > 0 && !response.writableEnded && !response.write(bytes)) body.pause();
    };
    const finish = (): void => {
      response.end();
      resolve({ kind: 'sent', status: head?.status ?? 200 });
    };
    const fail = (error: unknown): void => {
      if (head === undefined) {
        return resolve({
          kind: 'nothing',
          malformed: error instanceof MalformedResponse ? error : undefined,
        });
      }
      if (response.writableEnded) return;
      cut(response);
      resolve({ kind: 'cut', status: head.status });
    };
    body.on('data', (chunk: Buffer) => {
      if (head !== undefined) return send(chunk);
      try {
        const begun = reader.push(chunk);
        if (begun === undefined) return;
        begin(begun.head);
        send(begun.rest);
      } catch (error) {
        fail(error);
        body.destroy();
      }
    });
    body.once('end', () => {
      try {
        if (head === undefined) begin(reader.end());
        if (!response.writableEnded) finish();
      } catch (error) {
        fail(error);
      }
    });
    body.on('error', fail);
    response.on('drain', () => body.resume());
    response.once('close', () => {
      // The function goes on; nobody reads it any more.
      if (!response.writableFinished) resolve({ kind: 'sent', status: head?.status ?? 200 });
      body.destroy();
    });
    if (response.destroyed) {
      body.destroy();
      resolve({ kind: 'sent', status: 200 });
    }
  });
}

/** Ends the connection as nothing that is whole ends: without the last chunk, or where there are none, by a reset. */
function cut(response: ServerResponse): void {
  if (response.chunkedEncoding) response.destroy();
  else response.socket?.resetAndDestroy();
}
