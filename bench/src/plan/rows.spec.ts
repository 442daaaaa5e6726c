import { isMet } from '../report';
import { type PlanFigures, planRows } from './rows';

const figures: PlanFigures = {
  few: 1_250,
  many: 5_000,
  fewMs: 30,
  manyMs: 120,
  parseMs: 20,
  commandMs: 500,
  peakBytes: 200_000_000,
};

it('keeps its promises with these figures', () => {
  expect(planRows(figures).map(isMet)).toEqual([true, true, true, true]);
});

it.each<[string, Partial<PlanFigures>, number]>([
  ['more than a second', { commandMs: 1_001 }, 0],
  ['more than 300 MB', { peakBytes: 301_000_000 }, 1],
  ['more than five times the time for four times the functions', { manyMs: 151 }, 2],
])('does not with %s', (_what, change, row) => {
  const met = planRows({ ...figures, ...change }).map(isMet);
  expect(met.indexOf(false)).toBe(row);
});
