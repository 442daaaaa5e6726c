import { RequestRate } from './throttle';

// Lambda Developer Guide, "Understanding function scaling": ten requests a second for each unit of concurrency.
it('admits ten requests a second for each unit of reserved concurrency', () => {
  let time = 1000;
  const rate = new RequestRate(() => time);
  const admitted = (requests: number): number =>
    Array.from({ length: requests }, () => rate.admit(2)).filter(Boolean).length;

  expect(admitted(100)).toBe(20);
  time += 500;
  expect(admitted(100)).toBe(10);
  time += 60_000;
  expect(admitted(100)).toBe(20);
});

it('admits nothing where nothing is reserved', () => {
  expect(new RequestRate(() => 0).admit(0)).toBe(false);
});
