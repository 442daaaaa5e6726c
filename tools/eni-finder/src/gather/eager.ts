/**
 * Asks for the first element at once, and for each next one before the one in hand is looked at: pages that can only
 * come one after the other then come without a gap.
 */
export function eager<T>(list: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = list[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const answer = iterator.next();
    // Whoever waits for it hears of the failure; until somebody does, it is no crash.
    answer.catch(() => undefined);
    return answer;
  };
  let answer = ask();
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const { done, value } = await answer;
        if (done) return;
        answer = ask();
        yield value;
      }
    },
  };
}
