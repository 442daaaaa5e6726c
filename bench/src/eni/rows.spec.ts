import { isMet } from '../report';
import { eniRows, type EniFigures } from './rows';

const figures: EniFigures = {
  functions: 1_200,
  pages: 24,
  latencyMs: 50,
  oneMs: 1_300,
  manyMs: 1_350,
  many: 500,
  pagesMs: 1_250,
  commandMs: 2_000,
  onePeakBytes: 100 * 1024 * 1024,
  manyPeakBytes: 105 * 1024 * 1024,
};

it('keeps its promises with these figures', () => {
  expect(eniRows(figures).map(isMet)).toEqual([true, true, true, true]);
});

it.each<[string, Partial<EniFigures>, number]>([
  ['more than 1.15 × the pages', { oneMs: 1_250 * 1.16 }, 0],
  ['memory that grows with the interfaces', { manyPeakBytes: 115 * 1024 * 1024 }, 3],
])('does not with %s', (_what, change, row) => {
  const met = eniRows({ ...figures, ...change }).map(isMet);
  expect(met.indexOf(false)).toBe(row);
});
