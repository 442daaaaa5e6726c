import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

/** The tie between a sandbox and the emulator: one end of a socket pair. */
export interface Lifeline {
  /** Tells the emulator that the runtime has taken an invocation: from here on it must not be given to another. */
  sayTaken(): void;
}

/**
 * Ends this process when the emulator has gone, however it went: the kernel then closes the other end, on which the
 * emulator never writes.
 */
export function installLifeline(fd: number): Lifeline {
  const socket = new Socket({ fd, readable: true, writable: false });
  socket.on('close', () => process.exit(0));
  socket.on('error', () => process.exit(0));
  socket.resume();
  socket.unref();
  return {
    sayTaken: () => {
      try {
        writeSync(fd, '.');
      } catch {
        // The emulator has gone, and this process goes too.
      }
    },
  };
}
