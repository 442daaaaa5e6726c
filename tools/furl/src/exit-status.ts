/** What a command's exit status says. */
export const ExitStatus = {
  fine: 0,
  /** The answer is bad: refused, unreachable, broken. */
  bad: 1,
  /** The command was not understood, or what it is to read cannot be read. */
  usage: 2,
  /** A fault of ours (EX_SOFTWARE of sysexits). */
  fault: 70,
  /** Ended by a signal before there was an answer (128 + SIGINT, as shells have it). */
  interrupted: 130,
} as const;
