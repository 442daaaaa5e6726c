import fc from 'fast-check';
import { percentile } from './percentile';

it.each([
  [[15, 20, 35, 40, 50], 30, 20],
  [[15, 20, 35, 40, 50], 100, 50],
  [[15, 20, 35, 40, 50], 0, 15],
  [[3, 1, 2], 50, 2],
  [[10, 9], 50, 9],
  [[7], 99, 7],
])('of %j, %d per cent are at most %d', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});

it('sorts by size, not by spelling, and leaves the values as they are', () => {
  const values = [10, 9, 100, 1];
  expect(percentile(values, 50)).toBe(9);
  expect(values).toEqual([10, 9, 100, 1]);
});

it('is one of the values, with at least so many at or below it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
      fc.integer({ min: 0, max: 100 }),
      (values, percent) => {
        const found = percentile(values, percent);
        expect(values).toContain(found);
        const atOrBelow = values.filter((value) => value <= found).length;
        expect(atOrBelow * 100).toBeGreaterThanOrEqual(percent * values.length);
      },
    ),
  );
});

it('of nothing there is none', () => {
  expect(percentile([], 50)).toBeNaN();
});
