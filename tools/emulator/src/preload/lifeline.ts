import { Socket } from 'node:net';

/**
 * Ends this process when the emulator has gone, however it went: the kernel then closes the other end of the pipe,
 * which the emulator holds and never writes to.
 */
export function installLifeline(fd: number): void {
  const lifeline = new Socket({ fd, readable: true, writable: false });
  lifeline.on('close', () => process.exit(0));
  lifeline.on('error', () => process.exit(0));
  lifeline.resume();
  lifeline.unref();
}
