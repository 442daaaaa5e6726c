import { median, throughput } from './throughput';

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

it('finds the quicker of two, whether they answer at once or later', async () => {
  const work = (turns: number) => (): number => {
    let sum = 0;
    for (let index = 0; index < turns; index += 1) sum += Math.sqrt(index);
    return sum;
  };
  const slow = work(200_000);
  const speeds = await throughput(
    [
      { name: 'quick', run: work(2_000) },
      { name: 'slow', run: () => Promise.resolve(slow()) },
    ],
    { rounds: 3, batchMs: 5 },
  );
  expect(speeds.get('quick')).toBeGreaterThan(speeds.get('slow') ?? Infinity);
});
