/** Something whose speed is measured: does its work once. */
export interface Contender {
  readonly name: string;
  run(): unknown;
}

/** How to measure. */
export interface ThroughputOptions {
  /** Each round measures every contender once, one after the other, so that a slow moment of the machine hits them all. */
  readonly rounds: number;
  /** How long one contender runs in one round, in milliseconds. */
  readonly batchMs: number;
}

/**
 * Measures contenders against each other in interleaved rounds.
 *
 * @returns operations per second by name: the median over the rounds
 */
export async function throughput(
  contenders: readonly Contender[],
  { rounds, batchMs }: ThroughputOptions,
): Promise<Map<string, number>> {
  const batches = new Map<Contender, number>();
  for (const contender of contenders) {
    // Twice: what the first says is of code that the engine has not optimised yet.
    await timeBatch(contender, await calibrate(contender, batchMs * 5));
    batches.set(contender, await calibrate(contender, batchMs));
  }
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Another order in each round: who comes first would else always find the cold cache.
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length]);
    for (const contender of order) {
      if (contender === undefined) continue;
      const operations = batches.get(contender) ?? 1;
      samples.get(contender.name)?.push((operations / (await timeBatch(contender, operations))) * 1000);
    }
  }
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? NaN) + high) / 2;
}

/** How many operations fill a batch, found after a warm-up of a batch's length. */
async function calibrate(contender: Contender, batchMs: number): Promise<number> {
  let operations = 1;
  for (;;) {
    const elapsed = await timeBatch(contender, operations);
    if (elapsed >= batchMs) return Math.max(1, Math.round((operations * batchMs) / elapsed));
    operations = Math.max(operations * 2, Math.floor((operations * batchMs) / Math.max(elapsed, 0.1)));
  }
}

async function timeBatch(contender: Contender, operations: number): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < operations; index += 1) {
    const result = contender.run();
    // A synchronous contender is not made to wait for the next turn.
    if (result instanceof Promise) await result;
  }
  return performance.now() - start;
}
