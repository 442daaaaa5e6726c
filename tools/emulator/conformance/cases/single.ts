import { begin, send, type Exchange, type WireAnswer } from '../exchange';

const TOO_MANY = 429;

/**
 * Has the function with a concurrency of one begin a work of a second.
 *
 * @param mark what it notes when it has come to the end
 */
export async function beginWork(url: string, mark: string): Promise<Exchange> {
  for (;;) {
    const exchange = begin(url, { target: `/works?${mark}` });
    // It may not be done yet with an earlier one.
    if ((await exchange.begun) !== TOO_MANY) return exchange;
    await aMoment();
  }
}

/** What that function says has come to its end, asked as soon as it has time. */
export async function whenFree(url: string): Promise<WireAnswer> {
  for (;;) {
    const answer = await send(url, { target: '/done' });
    if (answer.status !== TOO_MANY) return answer;
    await aMoment();
  }
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
