import type { EniFacts } from './facts';

/** Why an interface is still there. The first that applies, in this order, is the verdict. */
export const VERDICTS = [
  'NOT_LAMBDA',
  'IN_USE_BY_LATEST',
  'IN_USE_BY_PUBLISHED_VERSION',
  'IN_USE_BY_EVENT_SOURCE_MAPPING',
  'UPDATE_IN_PROGRESS',
  'ORPHAN_AVAILABLE',
  'WITHIN_GRACE',
  'ROLE_MISSING',
  'ROLE_LACKS_DELETE',
  'SG_CHANGED_OUTSIDE',
  'OTHER_OWNER_ACCOUNT',
  'STUCK',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What follows from the facts, where a verdict applies. */
export interface Judgement {
  /** Since when it is so; undefined where nobody tells. */
  readonly since: Date | undefined;
  /** When the interface should be gone; undefined where nothing makes it go. */
  readonly until: Date | undefined;
  /** The evidence, a sentence each. */
  readonly because: readonly string[];
  readonly next: NextStep;
}

/** What to do. */
export interface NextStep {
  /** A sentence. */
  readonly words: string;
  /** What to type for it, where that is one command. */
  readonly command?: string;
}

/** A judgement where the verdict applies; false where it does not; undefined where that could not be found out. */
export type Ruling = Judgement | false | undefined;
export type Rule = (facts: EniFacts) => Ruling;

/** `--region …` for a command, where the Region is known. */
export function inRegion({ region }: EniFacts): string {
  return region === undefined ? '' : ` --region ${region}`;
}
