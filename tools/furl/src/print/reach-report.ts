import type { Reach, Verdict } from '@furl/hyperplane';
import { type Colours, type Column, fewOf, type Page, paragraph, plain, tableLines } from './page';

const MOST_NAMES = 8;

/** What was asked of a function, and why it needs it. */
export interface Answer {
  readonly reach: Reach;
  /** Why the function needs it, where templates say that it does. */
  readonly because?: string;
}

/** One answer for people: the verdict, every subnet, what blocks, and the shortest change. */
export function answerLines(page: Page, { reach, because }: Answer): string[] {
  const { colours } = page;
  const { from, to, verdict, subnets } = reach;
  const rows = subnets.map((each) => [plain(each.name), painted(colours, each.verdict), plain(each.because)]);
  const columns: Column[] = [{ head: 'from' }, { head: '' }, { head: 'because', breaks: true }];
  return [
    `${colours.bold(plain(from))} → ${colours.bold(plain(to))}: ${painted(colours, verdict)}`,
    ...(because === undefined ? [] : paragraph(page, plain(`${from} needs it: ${because}`), '  ')),
    ...(rows.length === 0
      ? paragraph(page, plain(reach.because), '  ')
      : ['', ...tableLines(page, columns, rows)]),
    ...(verdict === 'yes' ? [] : ['', ...reasonLines(page, reach)]),
    ...noteLines(page, reach.notes),
  ];
}

/** What one function reaches: a line for each destination, then why not. */
export function listLines(page: Page, answers: readonly Answer[]): string[] {
  const rows = answers.map(({ reach, because }) => [
    plain(reach.to),
    painted(page.colours, reach.verdict),
    reach.verdict === 'yes' ? plain(reach.because) : '',
    plain(because ?? ''),
  ]);
  const columns: Column[] = [
    { head: 'destination', breaks: true },
    { head: '' },
    { head: 'by', breaks: true },
    { head: 'needed because', breaks: true },
  ];
  const isNeeded = answers.some(({ because }) => because !== undefined);
  return [
    ...tableLines(page, isNeeded ? columns : columns.slice(0, 3), rows),
    ...explanations(page, answers),
  ];
}

/** What all functions reach: a row for each, a column for each destination, in several tables where the page is narrow. */
export function matrixLines(page: Page, answers: readonly Answer[]): string[] {
  const { colours } = page;
  const destinations = [...new Set(answers.map(({ reach }) => reach.to))];
  const rows = new Map<string, Map<string, Answer>>();
  for (const answer of answers) {
    const row = rows.get(answer.reach.from) ?? new Map<string, Answer>();
    rows.set(answer.reach.from, row.set(answer.reach.to, answer));
  }
  const first = Math.max('function'.length, ...[...rows.keys()].map((name) => name.length));
  const tables = parts(destinations, page.width === undefined ? Infinity : page.width - first).map((some) =>
    tableLines(
      page,
      [{ head: 'function' }, ...some.map((name) => ({ head: plain(name) }))],
      [...rows].map(([name, cells]) => [plain(name), ...some.map((to) => cellText(colours, cells.get(to)))]),
    ),
  );
  const isNeeded = answers.some(isMissing);
  return [
    ...tables.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
    ...(isNeeded ? ['', `${colours.red('!')} the function needs it`] : []),
    ...explanations(page, answers),
  ];
}

function cellText(colours: Colours, answer: Answer | undefined): string {
  if (answer === undefined) return '';
  const text = painted(colours, answer.reach.verdict);
  return isMissing(answer) ? `${text} ${colours.red('!')}` : text;
}

/** Needed, and not certainly reached. */
function isMissing({ reach, because }: Answer): boolean {
  return because !== undefined && reach.verdict !== 'yes';
}

/** As many names side by side as there is room for. */
function parts(names: readonly string[], room: number): string[][] {
  const all: string[][] = [];
  let left = 0;
  for (const name of names) {
    const width = name.length + 2;
    const part = all.at(-1);
    if (part === undefined || width > left) {
      all.push([name]);
      left = room - width;
    } else {
      part.push(name);
      left -= width;
    }
  }
  return all;
}

/** Every answer that is no yes, those with the same reason together. */
function explanations(page: Page, answers: readonly Answer[]): string[] {
  const byReason = new Map<string, Reach[]>();
  for (const { reach } of answers) {
    if (reach.verdict === 'yes') continue;
    const key = JSON.stringify([
      reach.verdict,
      reach.because,
      reach.blockedBy.map(({ message }) => message),
      reach.remedy,
    ]);
    const same = byReason.get(key);
    if (same === undefined) byReason.set(key, [reach]);
    else same.push(reach);
  }
  return [...byReason.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return ['', ...whoLines(page, same), ...reasonLines(page, first)];
  });
}

/** `no  a, b → s3, sqs`: a line for all functions that have the same destinations. */
function whoLines(page: Page, same: readonly Reach[]): string[] {
  const destinations = new Map<string, string[]>();
  for (const { from, to } of same) destinations.set(from, [...(destinations.get(from) ?? []), plain(to)]);
  const functions = new Map<string, string[]>();
  for (const [from, to] of destinations) {
    const key = fewOf(to, MOST_NAMES);
    functions.set(key, [...(functions.get(key) ?? []), plain(from)]);
  }
  const verdict = same[0]?.verdict ?? 'no';
  return [...functions].flatMap(([to, from]) => {
    const lines = paragraph(page, `${verdict} ${fewOf(from, MOST_NAMES)} → ${to}`, '  ', '');
    return lines.map((line, index) =>
      index === 0 ? painted(page.colours, verdict) + line.slice(verdict.length) : line,
    );
  });
}

function reasonLines(page: Page, { blockedBy, because, remedy }: Reach): string[] {
  const facts = blockedBy.length === 0 ? [because] : blockedBy.map(({ message }) => message);
  return [
    ...facts.flatMap((message) => paragraph(page, plain(message), '    ', '  - ')),
    ...(remedy === null ? [] : paragraph(page, plain(remedy), '    ', '  → ')),
  ];
}

function noteLines(page: Page, notes: readonly string[]): string[] {
  return notes.flatMap((note) => paragraph(page, plain(note), '        ', '  note: '));
}

function painted({ green, red, yellow }: Colours, verdict: Verdict): string {
  return { yes: green, no: red, partial: yellow }[verdict](verdict);
}
