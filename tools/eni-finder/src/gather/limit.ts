/**
 * Lets no more than so many pieces of work run at a time; the others wait their turn.
 *
 * @returns a function that runs a piece of work when there is room, and gives its result
 */
export function limit(atATime: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atATime) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Who comes next takes this place over.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
