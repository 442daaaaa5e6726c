import { LAMBDA_STREAM_RATE, paceOf } from './pace';

/** How long a stream of pieces takes by a clock that only sleeping moves on, in milliseconds. */
async function timeOf(pieces: number, pieceSize: number, writingMs = 0): Promise<number> {
  let time = 0;
  const pace = paceOf(
    LAMBDA_STREAM_RATE,
    () => time,
    (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
  );
  for (let piece = 1; piece <= pieces; piece += 1) {
    time += writingMs;
    await pace(piece * pieceSize);
  }
  return time;
}

const MB = 1024 * 1024;

// Lambda quotas: "Bandwidth for streamed responses".
it.each([
  ['6 MB at once', 6, 0],
  ['8 MB in a second', 8, 1000],
  ['26 MB in ten', 26, 10_000],
])('lets %s through', async (_what, megabytes, milliseconds) => {
  expect(await timeOf(megabytes * 16, MB / 16)).toBeCloseTo(milliseconds, 5);
});

it('never waits for a function that is slower itself', async () => {
  expect(await timeOf(160, MB / 16, 100)).toBeCloseTo(16_031.25);
});

it('waits for nothing when it is off', async () => {
  await expect(paceOf(undefined)(1e12)).resolves.toBeUndefined();
});
