import { Writable } from 'node:stream';

/** Where a streaming handler writes: counts what comes, as fast as it comes. */
export class Sink extends Writable {
  bytes = 0;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.bytes += chunk.length;
    done();
  }
}

/**
 * Puts `awslambda` into the global scope, as the runtime does: the prelude in front of the body, eight zero bytes between
 * (Lambda Developer Guide, "Writing response streaming-enabled Lambda functions").
 */
export function provideStreaming(): void {
  const awslambda = {
    streamifyResponse: <T>(handler: T): T => handler,
    HttpResponseStream: {
      from: (stream: Writable, prelude: object): Writable => {
        stream.write(JSON.stringify(prelude));
        stream.write(Buffer.alloc(8));
        return stream;
      },
    },
  };
  Object.assign(globalThis, { awslambda });
}
