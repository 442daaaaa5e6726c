import type { EmulatorEvent } from '../../../events';
import type { Execution } from '../../../runtime/function-host';
import { AsynchronousInvocations, type AcceptedEvent } from './asynchronous-invocations';

/** An event whose attempts end as they are told to; the last ending is that of all that follow. */
function eventOf(...endings: Execution['result'][]): { event: AcceptedEvent; seen: Date[] } {
  const seen: Date[] = [];
  const run: AcceptedEvent['run'] = () => {
    seen.push(new Date());
    const [next, ...others] = endings;
    if (others.length > 0) endings.shift();
    return next === undefined ? Promise.reject(new Error('no room')) : Promise.resolve({ result: next });
  };
  return { event: { functionName: 'f', requestId: 'id', run }, seen };
}

const FAILED: Execution['result'] = { kind: 'error', errorType: 'E', errorMessage: 'm' };
const DONE: Execution['result'] = { kind: 'response', payload: '1' };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function start(limit?: number): { queue: AsynchronousInvocations; told: string[] } {
  const told: string[] = [];
  const events = (event: EmulatorEvent): void => {
    if (event.kind === 'refused') told.push(event.explanation);
  };
  return { queue: new AsynchronousInvocations({ events, ...(limit !== undefined && { limit }) }), told };
}

// Lambda Developer Guide, "Asynchronous invocation error handling": two more attempts, after one minute and after two.
it('tries a failed event again after one minute and after two, and then drops it', async () => {
  const { queue, told } = start();
  const { event, seen } = eventOf(FAILED);
  queue.accept(event);
  await jest.advanceTimersByTimeAsync(59_999);
  expect(seen).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(seen).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(120_000);
  expect(seen).toHaveLength(3);
  await jest.advanceTimersByTimeAsync(24 * 60 * 60_000);
  expect(seen).toHaveLength(3);
  expect(told).toHaveLength(3);
  expect(told.at(-1)).toMatch(/attempt 3 .* failed: E: m\nIt was the last one, and the event is dropped\./);
});

it('tries a throttled event for six hours, at first after a second, and counts that as no attempt', async () => {
  const { queue, told } = start();
  const { event, seen } = eventOf({
    kind: 'throttled',
    reason: 'ConcurrentInvocationLimitExceeded',
    explanation: '',
  });
  queue.accept(event);
  await jest.advanceTimersByTimeAsync(1000);
  expect(seen).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(7 * 60 * 60_000);
  const attempts = seen.length;
  expect(attempts).toBeGreaterThan(70);
  await jest.advanceTimersByTimeAsync(60 * 60_000);
  expect(seen).toHaveLength(attempts);
  expect(told).toEqual([expect.stringMatching(/throttled for six hours, and is dropped/)]);
});

it('takes a machine without room for a failed attempt', async () => {
  const { queue, told } = start();
  const { event, seen } = eventOf();
  queue.accept(event);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(seen).toHaveLength(2);
  expect(told[0]).toContain('failed: no room');
});

it('is done with an event that succeeds', async () => {
  const { queue, told } = start();
  const { event, seen } = eventOf(
    { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded', explanation: '' },
    FAILED,
    DONE,
  );
  queue.accept(event);
  await jest.advanceTimersByTimeAsync(10 * 60_000);
  expect(seen).toHaveLength(3);
  expect(told).toHaveLength(1);
});

it('takes a bounded number of events, and none after its end', async () => {
  const { queue } = start(1);
  const { event } = eventOf(FAILED);
  expect([queue.accept(event), queue.accept(event)]).toEqual([true, false]);
  const other = start();
  const waiting = eventOf(FAILED);
  other.queue.accept(waiting.event);
  await jest.advanceTimersByTimeAsync(1);
  other.queue.close();
  await jest.advanceTimersByTimeAsync(10 * 60_000);
  expect(waiting.seen).toHaveLength(1);
  expect(other.queue.accept(waiting.event)).toBe(false);
});
