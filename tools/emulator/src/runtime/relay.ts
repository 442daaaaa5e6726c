import type { IncomingMessage } from 'node:http';
import type { PassThrough } from 'node:stream';
import type { Pace } from './pace';
import { postedOf, type Posted } from './posted';

/**
 * Hands on what a runtime posts while it comes, no faster than `pace` and the reader of `body` allow: the runtime waits
 * meanwhile. Beyond `limit` bytes `body` is destroyed, and the rest is read all the same, so that the runtime gets to
 * hear the answer. It leaves the end of `body` to the caller, who knows what the trailers mean.
 *
 * @returns without the bytes; `body` is undefined when there were more than `limit`
 * @throws Error when the runtime went away before the end
 */
export async function relayPosted(
  request: IncomingMessage,
  body: PassThrough,
  limit: number,
  pace: Pace,
): Promise<Posted> {
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      body.destroy(new Error(`the function wrote more than ${limit} bytes`));
      continue;
    }
    await pace(size);
    if (!body.destroyed && !body.write(chunk)) await hasRoom(body);
  }
  return postedOf(request, size > limit ? undefined : Buffer.alloc(0), size, limit);
}

function hasRoom(body: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      body.off('drain', done).off('close', done);
      resolve();
    };
    body.on('drain', done).on('close', done);
    if (body.destroyed) done();
  });
}
