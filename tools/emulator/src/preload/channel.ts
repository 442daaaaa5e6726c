import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { DONE, encodeFrame, ERROR, FrameReader, INVOCATION, NEXT } from './frames';

/** An invocation in the shape that the runtime client expects of its native half. */
export interface NextInvocation {
  readonly bodyJson: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The tie between a sandbox and the emulator: one end of a socket pair, on which invocations come and results go. */
export interface Channel {
  next(): Promise<NextInvocation>;
  done(id: string, body: string): void;
  error(id: string, body: string): void;
}

/**
 * Opens this process's end. The process ends with the other one: the kernel closes it when the emulator has gone, however
 * it went.
 *
 * @param takenFd the file in which it counts what it has taken
 */
export function openChannel(fd: number, takenFd: number): Channel {
  const socket = new Socket({ fd, readable: true, writable: true });
  const sayTaken = takenCounter(takenFd);
  let deliver: ((invocation: NextInvocation) => void) | undefined;
  const reader = new FrameReader(Infinity, (kind, payload) => {
    if (kind !== INVOCATION || payload === undefined) return;
    sayTaken();
    // Like a request of HTTP it holds the process only as long as it is waited for.
    socket.unref();
    const text = payload.toString('utf8');
    const end = text.indexOf('\n');
    const headers = JSON.parse(text.slice(0, end)) as NextInvocation['headers'];
    const resolve = deliver;
    deliver = undefined;
    resolve?.({ bodyJson: text.slice(end + 1), headers });
  });
  socket.on('data', (chunk: Buffer) => reader.push(chunk));
  socket.on('close', () => process.exit(0));
  socket.on('error', () => process.exit(0));
  socket.unref();
  // A client that has posted an error may end the process in the same breath.
  process.on('exit', () => flush(socket));

  const post = (kind: string, id: string, body: string): void => {
    // The client asks for the next invocation at once: both go in one write.
    socket.cork();
    socket.write(encodeFrame(kind, `${id}\n${body}`));
    process.nextTick(() => socket.uncork());
  };
  return {
    next: () =>
      new Promise((resolve) => {
        deliver = resolve;
        socket.ref();
        socket.write(encodeFrame(NEXT, ''));
      }),
    done: (id, body) => post(DONE, id, body),
    error: (id, body) => post(ERROR, id, body),
  };
}

/** Writes what waits to be written before it returns. */
function flush(socket: Socket): void {
  const { _handle } = socket as unknown as {
    _handle?: { setBlocking?: (isBlocking: boolean) => void } | null;
  };
  _handle?.setBlocking?.(true);
  while (socket.writableCorked > 0) socket.uncork();
}

/**
 * Counts at once, before the handler can do anything: it may never come back. In a file, as the emulator asks only when
 * this process has died: a word on the channel would wake it for every invocation.
 */
function takenCounter(fd: number): () => void {
  const bytes = Buffer.alloc(4);
  let count = 0;
  return () => {
    count = (count + 1) >>> 0;
    bytes.writeUInt32BE(count);
    writeSync(fd, bytes, 0, bytes.length, 0);
  };
}
