import { installLambdaRuntime, removeLambdaRuntime, ResponseRecorder } from '../test/lambda-runtime';
import { AnswerBrokenOffError, UpstreamError } from './errors';
import type { TakeChunk, UpstreamBody } from './exchange';
import { streamedReply } from './reply';

beforeEach(() => installLambdaRuntime());
afterEach(() => removeLambdaRuntime());

/** A body that a test hands out. */
function bodyOf(read: (take: TakeChunk) => Promise<number>): UpstreamBody {
  return { read, discard: () => undefined };
}

describe('a streamed reply', () => {
  it('has sent status, fields and every piece so far while the upstream still thinks', async () => {
    const stream = new ResponseRecorder();
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const body = bodyOf(async (take) => {
      await turn();
      expect(stream.answer(undefined)).toMatchObject({ statusCode: 202, headers: { 'x-a': '1' } });
      void take(Buffer.from('first'));
      await turn();
      expect(stream.answer(undefined).body.toString()).toBe('first');
      void take(Buffer.from(',second'));
      return 12;
    });
    const { bytes } = await streamedReply(stream).passOn({ statusCode: 202, headers: [['x-a', '1']], body });
    expect(bytes).toBe(12);
    expect(stream.writableEnded).toBe(true);
    expect(stream.answer(undefined).body.toString()).toBe('first,second');
  });

  it('asks the upstream to wait while the client does', async () => {
    let go: () => void = () => undefined;
    const stalled = new Promise<void>((resolve) => (go = resolve));
    const stream = new ResponseRecorder((piece) => (piece.length > 1_000 ? stalled : undefined));
    const events: string[] = [];
    const body = bodyOf(async (take) => {
      const pause = take(Buffer.alloc(100_000));
      expect(pause).toBeInstanceOf(Promise);
      void pause?.then(() => events.push('resumed'));
      await new Promise((resolve) => setImmediate(resolve));
      events.push('client reads');
      go();
      await pause;
      return 100_000;
    });
    await streamedReply(stream).passOn({ statusCode: 200, headers: [], body });
    expect(events).toEqual(['client reads', 'resumed']);
  });

  it('stops when the platform closes the stream, instead of waiting for ever', async () => {
    const stream = new ResponseRecorder(() => new Promise(() => undefined));
    const body = bodyOf(async (take) => {
      const pause = take(Buffer.alloc(100_000));
      stream.destroy();
      await pause;
      return 0;
    });
    const passing = streamedReply(stream).passOn({ statusCode: 200, headers: [], body });
    await expect(passing).rejects.toMatchObject({
      name: 'AnswerBrokenOffError',
      cause: new Error('the platform closed the stream'),
    });
  });

  it('does not end the stream of an answer that broke off', async () => {
    const stream = new ResponseRecorder();
    const cause = new UpstreamError('http_response_incomplete', 'broke off');
    const body = bodyOf(() => Promise.reject(cause));
    const passing = streamedReply(stream).passOn({ statusCode: 200, headers: [], body });
    await expect(passing).rejects.toBeInstanceOf(AnswerBrokenOffError);
    await expect(passing).rejects.toMatchObject({ cause });
    expect(stream.writableEnded).toBe(false);
  });
});
