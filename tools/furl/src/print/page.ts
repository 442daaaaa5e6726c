import Table from 'cli-table3';
import pc from 'picocolors';
import type { Io } from '../io';
import { BORDERLESS } from './borderless';

/** The colours that a page is printed in. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Where text for people goes, and how wide it may be. */
export interface Page {
  /** Characters in a line; undefined where lines do not break: in a file, in a pipe. */
  readonly width: number | undefined;
  readonly colours: Colours;
}

/** A column of a table. */
export interface Column {
  readonly head: string;
  readonly align?: 'right';
  /** Its cells may be broken into several lines where the page is narrow. */
  readonly breaks?: boolean;
}

/** Narrower than this no column is made. */
const NARROWEST = 12;
const GAP = 2;

/** The terminal; colours there only, or where somebody insists (FORCE_COLOR). */
export function pageOf({ stdout }: Io): Page {
  const isTerminal = stdout.isTTY === true;
  const isForced = Boolean(process.env['FORCE_COLOR']) && !process.env['NO_COLOR'];
  return {
    width: isTerminal ? (stdout.columns ?? 80) : undefined,
    colours: pc.createColors(isTerminal ? pc.isColorSupported : isForced),
  };
}

/** What templates call things, without what would move the cursor or rewrite what stands above. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, '�');
}

/**
 * A table without lines. Columns that may break share what room there is when the table would be wider than the page; a
 * word that is longer than its column makes the table wider: nothing is cut.
 */
export function tableLines(
  page: Page,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const cells = (index: number): string[] => [
    columns[index]?.head ?? '',
    ...rows.map((row) => row[index] ?? ''),
  ];
  const natural = columns.map((_, index) => Math.max(...cells(index).map(widthOf)));
  const least = columns.map(({ breaks }, index) =>
    breaks === true
      ? Math.max(NARROWEST, ...cells(index).flatMap((cell) => cell.split(' ').map(widthOf)))
      : (natural[index] ?? 0),
  );
  const widths = shrunk(natural, least, page.width);
  const table = new Table({
    head: columns.map(({ head }) => page.colours.bold(head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: widths,
    wordWrap: true,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: { ...BORDERLESS, middle: ' '.repeat(GAP) },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Text broken at spaces, every line behind an indent; the first one may have another. */
export function paragraph(page: Page, text: string, indent = '', first = indent): string[] {
  const room = page.width === undefined ? Infinity : Math.max(NARROWEST, page.width - indent.length);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => `${index === 0 ? first : indent}${line}`);
}

/** The first few of many: `a, b, c and 7 more`. */
export function fewOf(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** `1 ENI`, `2 ENIs`. */
export function counted(count: number, word: string, many = `${word}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? word : many}`;
}

/** Takes from the widest columns first, none below its least. */
function shrunk(natural: readonly number[], least: readonly number[], room: number | undefined): number[] {
  const widths = [...natural];
  if (room === undefined) return widths;
  const total = (): number => widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
  while (total() > room) {
    const [widest] = widths
      .map((width, index) => ({ width, index, spare: width - (least[index] ?? width) }))
      .filter(({ spare }) => spare > 0)
      .sort((a, b) => b.width - a.width);
    if (widest === undefined) break;
    widths[widest.index] = widest.width - 1;
  }
  return widths;
}

/** How many columns of a terminal a text takes; colours take none. */
export function widthOf(text: string): number {
  return [...text.replace(/\x1b\[[0-9;]*m/g, '')].length;
}
