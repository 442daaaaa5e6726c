const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** How long Lambda takes over what it does with interfaces; in milliseconds. */
export interface Durations {
  /**
   * Until a new interface is ready. *Lambda Developer Guide*, "Giving Lambda functions access to resources in an Amazon
   * VPC", speaks of several minutes, "Lambda function states" of about a minute; 90 s is what is seen.
   */
  readonly create: number;
  /** From the last holder's letting go until Lambda begins to detach. Not told: what leaves 20 minutes in all. */
  readonly release: number;
  /** Until it is detached. Not told: the same. */
  readonly detach: number;
  /** From then on until it is deleted: "It can take up to 20 minutes" in all (the first of those pages). */
  readonly linger: number;
  /**
   * From the last letting go until Lambda gives an interface up that its role does not let it delete. Not told; such
   * interfaces have been seen in use for longer than 20 minutes (terraform-aws-lambda#310), and available for good in
   * the end (aws-cdk#34400). 35 minutes is what 99 of 100 deletions take.
   */
  readonly giveUp: number;
  /** Without an invocation, until Lambda reclaims the interfaces of a function (the first of those pages: 14 days). */
  readonly idle: number;
  /** After it could not restore a function, until an invocation makes it try again (*Lambda Developer Guide*, "Lambda function states"). */
  readonly retry: number;
}

/** As on AWS. */
export const DURATIONS: Durations = {
  create: 90 * SECOND,
  release: 15 * MINUTE,
  detach: MINUTE,
  linger: 4 * MINUTE,
  giveUp: 35 * MINUTE,
  idle: 14 * DAY,
  retry: 5 * MINUTE,
};
