/**
 * The environment variable that tells a sandbox which file descriptor its channel to the emulator is. It is taken out of
 * the environment at once: a worker or a process that a handler starts loads the preload too, and has no channel.
 */
export const CHANNEL_VARIABLE = 'FURL_CHANNEL_FD';

/** The same for the file in which it counts what it has taken (see runtime/taken-count.ts). */
export const TAKEN_VARIABLE = 'FURL_TAKEN_FD';
