import { QuickTurns } from './quick-turns';

/** Turns for two processors, and the names of those who have had theirs. */
function twoProcessors(): { turns: QuickTurns; going: string[]; take: (name: string) => void } {
  const turns = new QuickTurns(2);
  const going: string[] = [];
  const take = (name: string): void => {
    const turn = turns.take();
    if (turn === undefined) going.push(name);
    else void turn.then(() => going.push(name));
  };
  return { turns, going, take };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('gives as many turns at once as there are processors', () => {
  const { going, take } = twoProcessors();
  for (const name of 'abc') take(name);
  expect(going).toEqual(['a', 'b']);
});

it('lets the next go on as soon as a quick one has ended, the first who came first', async () => {
  const { turns, going, take } = twoProcessors();
  for (const name of 'abcd') take(name);
  turns.leave(0.3);
  turns.leave(0.3);
  await settled();
  expect(going).toEqual(['a', 'b', 'c', 'd']);
});

it('holds up nobody for long when those that run wait for something themselves', async () => {
  const { going, take } = twoProcessors();
  const names = Array.from({ length: 50 }, (_, n) => String(n));
  for (const name of names) take(name);
  while (going.length < names.length) await settled();
  expect(going).toEqual(names);
});

it('gives the place of a slow one to the next, and after quick ones comes back to its limit', async () => {
  const { turns, going, take } = twoProcessors();
  for (const name of 'abcd') take(name);
  while (going.length < 4) await settled();

  take('e');
  turns.leave(100);
  await settled();
  expect(going).toHaveLength(5);

  // Four run, two too many: the places of as many quick ones are not taken.
  turns.leave(0.3);
  turns.leave(0.3);
  take('f');
  expect(going).toHaveLength(5);
  turns.leave(0.3);
  await settled();
  expect(going).toHaveLength(6);
});

it('has a turn at once again when all have ended', async () => {
  const { turns, going, take } = twoProcessors();
  for (const name of 'abc') take(name);
  for (let n = 0; n < 3; n += 1) turns.leave(1);
  await settled();
  for (const name of 'xyz') take(name);
  expect(going).toEqual(['a', 'b', 'c', 'x', 'y']);
});
