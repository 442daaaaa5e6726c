import { Socket } from 'node:net';

/** The file descriptor of the lifeline: a pipe that the emulator holds and never writes to. */
export const LIFELINE_FD = 3;

/** Ends this process when the emulator has gone, however it went: the kernel then closes the other end of the pipe. */
export function installLifeline(): void {
  const lifeline = new Socket({ fd: LIFELINE_FD, readable: true, writable: false });
  lifeline.on('close', () => process.exit(0));
  lifeline.on('error', () => process.exit(0));
  lifeline.resume();
  lifeline.unref();
}
