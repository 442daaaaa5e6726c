/** One comparison, as `dist/bench/<name>.json` has it. */
export interface Row {
  readonly case: string;
  readonly peer: string;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
  /** Above 1 when ours is better, whatever the unit. */
  readonly ratio: number;
  /** The least ratio that is promised; null when none is. */
  readonly goal: number | null;
}

/** A comparison of throughputs: the higher figure is the better one. */
export function higherIsBetter(row: Omit<Row, 'ratio'>): Row {
  return { ...row, ratio: row.ours / row.theirs };
}

/** A comparison of times or sizes: the lower figure is the better one. */
export function lowerIsBetter(row: Omit<Row, 'ratio'>): Row {
  return { ...row, ratio: row.theirs / row.ours };
}
