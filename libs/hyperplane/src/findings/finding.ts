/** One thing that a design rule has to say. */
export interface Finding {
  /** Of the rule; stable, for acknowledging: `ENI_NOT_SHARED`. */
  readonly id: string;
  /** `error`: it cannot work or is a fault. `warning`: it works, and is likely not what is wanted. */
  readonly severity: 'error' | 'warning';
  /** The id of what it is about: a function, a group, a subnet, a VPC. */
  readonly subject: string;
  /** What is so, with names and numbers: one sentence without a full stop. */
  readonly message: string;
  /** What to change: one sentence without a full stop. */
  readonly remedy: string;
}
