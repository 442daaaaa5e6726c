import { lowerIsBetter, type Row } from '../row';

/** What was measured: medians over the rounds. */
export interface EniFigures {
  readonly functions: number;
  readonly pages: number;
  readonly latencyMs: number;
  /** One interface, and many. */
  readonly oneMs: number;
  readonly manyMs: number;
  readonly many: number;
  /** The pages, one after the other, and nothing else. */
  readonly pagesMs: number;
  /** The whole command for one interface, from the start of its process to its end. */
  readonly commandMs: number;
  /** Of the whole command. */
  readonly onePeakBytes: number;
  readonly manyPeakBytes: number;
}

/** At most 1.15 × the pages alone. */
const TIME_GOAL = 0.87;
/** At most 1.1 × the memory, whatever the number of interfaces. */
const MEMORY_GOAL = 0.91;
const MEBIBYTE = 1024 * 1024;

/** The comparisons that the figures make. */
export function eniRows(figures: EniFigures): Row[] {
  const { functions, pages, latencyMs, many } = figures;
  const peer = `the ${pages} pages alone`;
  const where = `${functions} functions, ${latencyMs} ms a call`;
  const time = (kase: string, ours: number, goal: number | null): Row =>
    lowerIsBetter({ case: `${kase}: ${where}`, peer, ours, theirs: figures.pagesMs, unit: 'ms', goal });
  return [
    time('1 interface', figures.oneMs, TIME_GOAL),
    time(`${many} interfaces`, figures.manyMs, null),
    time('furl eni, start to end', figures.commandMs, null),
    lowerIsBetter({
      case: `peak memory, ${many} interfaces`,
      peer: '1 interface',
      ours: figures.manyPeakBytes / MEBIBYTE,
      theirs: figures.onePeakBytes / MEBIBYTE,
      unit: 'MiB',
      goal: MEMORY_GOAL,
    }),
  ];
}
