import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What a fixture has to come to, reasoned by hand; in `expected/<fixture>.yaml`. */
export interface Expectation {
  /** `subnets | security groups | who shares`, names apart by ` + `; one for all interfaces of the same groups. */
  readonly enis: readonly string[];
  /** Free addresses by subnet; null: not known. Absent: not looked at. */
  readonly free?: Readonly<Record<string, number | null>>;
  /** What takes addresses that are not counted, by subnet. */
  readonly notCounted?: Readonly<Record<string, readonly string[]>>;
  /** Ids of the plan's warnings, one for each. */
  readonly warnings?: readonly string[];
  /** Ids of what the design rules say beyond that. */
  readonly rules?: readonly string[];
  readonly isPartial?: boolean;
  readonly reach?: readonly Question[];
  readonly against?: ExpectedChange;
}

/** One verdict. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly verdict: 'yes' | 'no' | 'partial';
  /** The smallest blocking set: names of what each fact is about. */
  readonly blockedBy?: Readonly<Record<string, readonly string[]>>;
  /** The shortest change. */
  readonly change?: readonly string[];
  /** What is not known: a part of the sentence that says so. */
  readonly unknown?: string;
}

/** The change from another fixture. */
export interface ExpectedChange {
  readonly template: string;
  /** Free addresses at the peak. */
  readonly peak: Readonly<Record<string, number>>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly warnings: readonly string[];
}

const FOLDER = join(__dirname, 'expected');

/** The expectation for a fixture. @throws when there is none */
export function expectationOf(fixture: string): Expectation {
  return parse(readFileSync(join(FOLDER, `${fixture}.yaml`), 'utf8')) as Expectation;
}
