import { lowerIsBetter, type Row } from '../row';

/** What was measured: medians over the rounds, memory at its most. */
export interface PlanFigures {
  readonly few: number;
  readonly many: number;
  /** Reading the template and planning it, in a process that is warm. */
  readonly fewMs: number;
  readonly manyMs: number;
  /** `JSON.parse` of the same text, and nothing else. */
  readonly parseMs: number;
  /** The whole command, from the start of its process to its end. */
  readonly commandMs: number;
  readonly peakBytes: number;
}

const MOST_MS = 1_000;
const MOST_MEGABYTES = 300;
/** For four times the functions. */
const MOST_GROWTH = 5;
const MEGABYTE = 1_000_000;

/** The comparisons that the figures make. */
export function planRows(figures: PlanFigures): Row[] {
  const many = `${figures.many.toLocaleString('en')} functions`;
  const few = figures.few.toLocaleString('en');
  const promised = { peer: 'what is promised', goal: 1 };
  return [
    lowerIsBetter({
      ...promised,
      case: `furl plan, start to end: ${many}, 64 subnets`,
      ours: figures.commandMs,
      theirs: MOST_MS,
      unit: 'ms',
    }),
    lowerIsBetter({
      ...promised,
      case: `its peak memory`,
      ours: figures.peakBytes / MEGABYTE,
      theirs: MOST_MEGABYTES,
      unit: 'MB',
    }),
    lowerIsBetter({
      ...promised,
      case: `read and plan, ${few} → ${many}`,
      ours: figures.manyMs / figures.fewMs,
      theirs: MOST_GROWTH,
      unit: '× the time',
    }),
    lowerIsBetter({
      case: `read and plan, ${many}`,
      peer: 'JSON.parse alone',
      ours: figures.manyMs,
      theirs: figures.parseMs,
      unit: 'ms',
      goal: null,
    }),
  ];
}
