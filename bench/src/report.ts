import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Row } from './row';

/** Writes `<folder>/<name>.json` and gives the same as a table for people. */
export function report(name: string, rows: readonly Row[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`);
  const table = new Table({
    head: ['case', 'peer', 'ours', 'theirs', 'unit', 'ratio', 'goal'],
    colAligns: ['left', 'left', 'right', 'right', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    const goal = row.goal === null ? '' : `≥ ${row.goal}`;
    const ratio = `${row.ratio.toFixed(2)}×`;
    const verdict = row.goal === null ? ratio : isMet(row) ? pc.green(ratio) : pc.red(ratio);
    table.push([row.case, row.peer, figure(row.ours), figure(row.theirs), row.unit, verdict, goal]);
  }
  return `${pc.bold(name)}\n${table.toString()}`;
}

/** Whether a row keeps its promise; a row without one does. */
export function isMet({ ratio, goal }: Row): boolean {
  return goal === null || ratio >= goal;
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
