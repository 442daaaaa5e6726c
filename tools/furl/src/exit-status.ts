/** What a command's exit status says. */
export const ExitStatus = {
  fine: 0,
  /** The answer is bad: refused, unreachable, broken. */
  bad: 1,
  /** The command was not understood. */
  usage: 2,
  /** A fault of ours (EX_SOFTWARE of sysexits). */
  fault: 70,
} as const;
