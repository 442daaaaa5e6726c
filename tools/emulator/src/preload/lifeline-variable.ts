/**
 * The environment variable that tells a sandbox which file descriptor its lifeline is. It is taken out of the
 * environment at once: a worker or a process that a handler starts loads the preload too, and has no lifeline.
 */
export const LIFELINE_VARIABLE = 'FURL_LIFELINE_FD';
