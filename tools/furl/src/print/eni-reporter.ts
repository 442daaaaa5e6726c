import Table from 'cli-table3';
import pc from 'picocolors';
import { isBad, toJson, type EniReport, type Verdict } from '@furl/eni-finder';
import { flush, print, type Io } from '../io';
import { BORDERLESS } from './borderless';

/** Prints what `furl eni` has to say. */
export interface EniReporter {
  /** Told how many functions have gone by; shown at a terminal only. */
  readonly progress: (functions: number) => void;
  readonly reports: (reports: readonly EniReport[]) => void;
  /** What the person who is asked needs to know. */
  readonly question: (report: EniReport) => void;
  readonly outcome: (id: string, outcome: 'deleted' | 'gone' | 'kept') => void;
  /** A line beside the answer. */
  readonly note: (text: string) => void;
  readonly done: () => void;
}

/** More than this are a table. */
const BLOCKS = 5;
/** More holders than this are counted. */
const HOLDERS = 10;

/** For people: a block for each of a few interfaces, a table for many. For programs: one list of all. */
export function eniReporter(io: Io, { json = false }: { readonly json?: boolean }): EniReporter {
  let isDirty = false;
  const clear = (): void => {
    if (isDirty) io.stderr.write('\r\x1b[K');
    isDirty = false;
  };
  return {
    progress: (functions) => {
      if (json || io.stderr.isTTY !== true) return;
      io.stderr.write(`\r\x1b[K${functions} functions and versions …`);
      isDirty = true;
    },
    reports: (reports) => {
      clear();
      if (json) print(io, JSON.stringify(reports.map(toJson)));
      else if (reports.length === 0) print(io, 'There is no such network interface.');
      else if (reports.length > BLOCKS) print(io, table(reports));
      else for (const line of reports.flatMap((report) => [...block(report), ''])) print(io, line);
      flush(io);
    },
    question: (report) => {
      clear();
      for (const line of block(report)) io.stderr.write(`${line}\n`);
    },
    outcome: (id, outcome) => {
      clear();
      print(io, json ? JSON.stringify({ networkInterfaceId: id, outcome }) : OUTCOMES[outcome](id));
    },
    note: (text) => {
      clear();
      io.stderr.write(`furl: ${text}\n`);
    },
    done: clear,
  };
}

const OUTCOMES: Readonly<Record<'deleted' | 'gone' | 'kept', (id: string) => string>> = {
  deleted: (id) => `${pc.green('deleted')} ${id}`,
  gone: (id) => `${id} is not there: nothing to delete`,
  kept: (id) => `${id} is kept`,
};

const PLAIN: Readonly<Record<Verdict, string>> = {
  NOT_LAMBDA: 'not Lambda’s',
  IN_USE_BY_LATEST: 'in use by a function',
  IN_USE_BY_PUBLISHED_VERSION: 'in use by a published version only',
  IN_USE_BY_EVENT_SOURCE_MAPPING: 'in use by an event source mapping only',
  UPDATE_IN_PROGRESS: 'in use until an update is over',
  ORPHAN_AVAILABLE: 'left over, and safe to delete',
  WITHIN_GRACE: 'on its way out: Lambda deletes it',
  ROLE_MISSING: 'left over: the role that would delete it is gone',
  ROLE_LACKS_DELETE: 'left over: its role may not delete it',
  SG_CHANGED_OUTSIDE: 'maybe in use: its groups were changed past Lambda',
  OTHER_OWNER_ACCOUNT: 'another account’s',
  STUCK: 'stuck: it should be gone',
};

function plain(report: EniReport): string {
  const { verdict, eni } = report;
  const text = verdict === null ? (eni === undefined ? 'not there' : 'cannot be told') : PLAIN[verdict];
  return isBad(report) ? pc.red(text) : pc.green(text);
}

function block(report: EniReport): string[] {
  const { networkInterfaceId, eni, verdict, holders, since, until, next, partial, because, role } = report;
  const line = (name: string, text: string): string => `  ${pc.dim(name.padEnd(8))} ${text}`;
  const shown = holders.slice(0, HOLDERS);
  return [
    `${pc.bold(networkInterfaceId)}  ${plain(report)}${verdict === null ? '' : pc.dim(`  ${verdict}`)}`,
    ...because.map((text, index) => line(index === 0 ? 'because' : '', text)),
    ...shown.map(({ kind, arn }, index) => line(index === 0 ? 'held by' : '', `${KINDS[kind]} ${arn}`)),
    ...(holders.length > shown.length
      ? [line('', `and ${holders.length - shown.length} more: --json has them all`)]
      : []),
    ...(eni === undefined
      ? []
      : [line('status', `${eni.status}, ${eni.subnetId}, ${eni.securityGroups.join(' ') || 'no group'}`)]),
    ...(role === undefined ? [] : [line('role', `${role.arn ?? role.id ?? ''}: ${roleText(report)}`)]),
    ...(since === undefined ? [] : [line('since', since.toISOString())]),
    ...(until === undefined
      ? []
      : [
          line(
            'until',
            `${until.toISOString()}${verdict === 'STUCK' ? ': it should be gone since' : ' at the latest, as a rule'}`,
          ),
        ]),
    line('next', next.words),
    ...(next.command === undefined ? [] : [line('', pc.cyan(next.command))]),
    ...(partial.length === 0
      ? []
      : [line('partial', pc.yellow(`not to be found out: ${partial.join(', ')}`))]),
  ];
}

const KINDS = { function: 'function', version: 'version', 'event-source-mapping': 'mapping' } as const;

function roleText({ role }: EniReport): string {
  if (role?.exists === false) return 'it is gone';
  if (role?.mayDelete === undefined) return 'whether it may delete the interface is not known';
  return role.mayDelete ? 'it may delete the interface' : 'it may not delete the interface';
}

function table(reports: readonly EniReport[]): string {
  const rows = new Table({
    head: ['interface', 'why it is there', 'holders', 'since', 'until', 'next'].map(pc.bold),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: BORDERLESS,
  });
  for (const report of reports) {
    const { networkInterfaceId, holders, since, until, next, partial } = report;
    rows.push([
      networkInterfaceId,
      `${plain(report)}${partial.length === 0 ? '' : pc.yellow(' (partial)')}`,
      holders.length === 0 ? '' : String(holders.length),
      since === undefined ? '' : since.toISOString().slice(0, 16),
      until === undefined ? '' : until.toISOString().slice(0, 16),
      next.command ?? '',
    ]);
  }
  return rows.toString();
}
