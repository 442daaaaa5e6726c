import type { Eni, Holder } from './model';
import type { RoleFacts } from './verdict/facts';
import type { NextStep, Verdict } from './verdict/judgement';

/** The answer for one interface. */
export interface EniReport {
  /** As AWS has it; undefined where there is none of that id in this account and Region. */
  readonly eni: Eni | undefined;
  readonly networkInterfaceId: string;
  /** Null where it cannot be told, and of what is not there. */
  readonly verdict: Verdict | null;
  /** Who uses it; of SG_CHANGED_OUTSIDE, who may. */
  readonly holders: readonly Holder[];
  /** The interface's own; `not-found` where there is none. */
  readonly status: string;
  /** Since when it is so. */
  readonly since: Date | undefined;
  /** When it should be gone. */
  readonly until: Date | undefined;
  readonly next: NextStep;
  /** IAM actions that would tell more, with the reason in brackets where it is not a missing permission. */
  readonly partial: readonly string[];
  /** The evidence, a sentence each. */
  readonly because: readonly string[];
  /** The execution role with which Lambda deletes it. */
  readonly role: RoleFacts | undefined;
}

/** The answer for an id that no interface has. */
export function notFound(id: string, region: string | undefined): EniReport {
  return {
    eni: undefined,
    networkInterfaceId: id,
    verdict: null,
    holders: [],
    status: 'not-found',
    since: undefined,
    until: undefined,
    next: { words: 'If it is not gone, look in the Region and the account that it is in' },
    partial: [],
    because: [`there is no ${id} in this account${region === undefined ? '' : ` in ${region}`}`],
    role: undefined,
  };
}

/** An answer as `furl eni --json` prints it: times in ISO 8601, null for what is not known. */
export function toJson(report: EniReport): Readonly<Record<string, unknown>> {
  const { words, command } = report.next;
  const { role } = report;
  return {
    networkInterfaceId: report.networkInterfaceId,
    verdict: report.verdict,
    holders: report.holders.map(({ kind, arn }) => ({ kind, arn })),
    status: report.status,
    since: report.since?.toISOString() ?? null,
    until: report.until?.toISOString() ?? null,
    next: command === undefined ? words : `${words}: ${command}`,
    partial: report.partial,
    because: report.because,
    role:
      role === undefined
        ? null
        : { arn: role.arn ?? null, exists: role.exists ?? null, mayDelete: role.mayDelete ?? null },
  };
}

/** Verdicts after which nothing goes away by itself, or something is wrong. */
const BAD: readonly (Verdict | null)[] = [
  null,
  'ROLE_MISSING',
  'ROLE_LACKS_DELETE',
  'SG_CHANGED_OUTSIDE',
  'OTHER_OWNER_ACCOUNT',
  'STUCK',
];

/** Whether somebody has to do something, or to look again with more permissions. */
export function isBad({ verdict }: EniReport): boolean {
  return BAD.includes(verdict);
}
