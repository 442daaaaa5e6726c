import { request, type Answer } from './support/http-client';
import { runFixture, type RunningEmulator } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

/** What nodejs22.x and before have on AWS, and nodejs24.x has no more: callbacks, and functions of the context. */
const OLDER = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x'];

/** Handlers by name; each is called with `(event, context, callback)`. */
const HANDLERS = {
  callback:
    '(event, context, callback) => setTimeout(callback, 5, null, { statusCode: 201, body: "called" })',
  error: '(event, context, callback) => callback(new RangeError("too far"))',
  text: '(event, context, callback) => callback("only a text")',
  twice: '(event, context, callback) => { callback(null, "first"); callback(null, "second"); }',
  // The answer comes when there is nothing left to wait for.
  waits: `(event, context, callback) => {
    const start = Date.now();
    const answer = { statusCode: 200, headers: {}, body: "" };
    callback(null, answer);
    setTimeout(() => { answer.body = "waited"; }, 100);
  }`,
  'does-not-wait': `(event, context, callback) => {
    context.callbackWaitsForEmptyEventLoop = false;
    const answer = { statusCode: 200, body: "at once" };
    callback(null, answer);
    setTimeout(() => { answer.body = "waited"; }, 100);
  }`,
  // AWS answers null when the event loop is empty and nobody has called back.
  'never-calls-back': '(event, context, callback) => { setTimeout(() => console.log("was here"), 20); }',
  succeed: '(event, context) => { context.succeed("succeeded"); }',
  fail: '(event, context) => { context.fail(new TypeError("failed")); }',
  done: '(event, context) => { context.done(null, "done"); }',
  promise: 'async (event, context, callback) => "of the promise"',
  throws: '(event, context, callback) => { throw new SyntaxError("thrown"); }',
  'throws-later':
    '(event, context, callback) => { setTimeout(() => { throw new RangeError("later"); }, 5); }',
  'rejects-later': '(event, context, callback) => { Promise.reject(new RangeError("unhandled")); }',
  'exits-with-its-answer': `(event, context) => {
    context.succeed("x".repeat(3_000_000));
    process.exit(0);
  }`,
  'knows-its-context': `(event, context, callback) => callback(null, {
    name: context.functionName,
    isDeadlineAhead: context.getRemainingTimeInMillis() > 0,
    requestId: context.awsRequestId === event.requestContext.requestId,
    keys: typeof context.done + typeof context.succeed + typeof context.fail,
  })`,
} as const;
type Handler = keyof typeof HANDLERS;

let assembly: TemporaryAssembly;
let emulator: RunningEmulator;
beforeAll(async () => {
  assembly = new TemporaryAssembly();
  for (const [name, code] of Object.entries(HANDLERS)) {
    assembly.write(`${name}/index.js`, `exports.handler = ${code};`);
  }
  assembly
    .write('streams/index.mjs', STREAMS)
    .write('cannot-load/index.mjs', 'import "nowhere-to-be-found";');
  const folders = [...Object.keys(HANDLERS), 'streams', 'cannot-load'];
  const functions = [...OLDER, 'nodejs24.x'].flatMap((Runtime) =>
    folders.map((folder) => publicFunction(nameOf(folder, Runtime), folder, { Runtime })),
  );
  assembly.synth(Object.assign({}, ...functions) as Record<string, object>);
  emulator = await runFixture('none', { assemblyFolder: assembly.folder });
});
afterAll(async () => {
  await emulator.close();
  assembly.remove();
});

const STREAMS = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType("text/plain");
  stream.write("first,");
  stream.end("second");
});`;

const nameOf = (handler: string, runtime: string): string => `${handler}-${runtime.replace('.', '-')}`;
const call = (handler: Handler | 'streams' | 'cannot-load', runtime: string): Promise<Answer> =>
  request(emulator.urlOf(nameOf(handler, runtime)));
const logOf = (handler: Handler, runtime: string): string =>
  emulator.log(nameOf(handler, runtime)).join('\n');

describe.each(OLDER)('%s', (runtime) => {
  it.each<[Handler, number, string]>([
    ['callback', 201, 'called'],
    ['twice', 200, 'first'],
    ['waits', 200, 'waited'],
    ['does-not-wait', 200, 'at once'],
    ['never-calls-back', 200, 'null'],
    ['succeed', 200, 'succeeded'],
    ['done', 200, 'done'],
    ['promise', 200, 'of the promise'],
    ['exits-with-its-answer', 200, 'x'.repeat(3_000_000)],
  ])('%s: %i', async (handler, status, text) => {
    const answer = await call(handler, runtime);

    expect(answer.status).toBe(status);
    expect(answer.text === text ? text : answer.text.slice(0, 100)).toBe(text);
  });

  it.each<[Handler, RegExp]>([
    ['error', /^RangeError: too far$/],
    ['text', /^string: only a text$/],
    ['fail', /^TypeError: failed$/],
    ['throws', /^SyntaxError: thrown$/],
    ['throws-later', /^RangeError: later$/],
    ['rejects-later', /^Runtime\.UnhandledPromiseRejection: RangeError: unhandled$/],
  ])('%s: 502, and the terminal hears of the error', async (handler, explanation) => {
    expect(await call(handler, runtime)).toMatchObject({ status: 502, text: 'Internal Server Error' });
    expect(emulator.explanations().at(-1)).toMatch(explanation);
    // The next one is no worse off.
    expect(await call(handler, runtime)).toMatchObject({ status: 502 });
    expect(emulator.explanations().at(-1)).toMatch(explanation);
  });

  it('keeps the process for the next invocation after each kind of answer', async () => {
    for (const handler of ['callback', 'waits', 'never-calls-back', 'error'] as const) {
      for (let count = 0; count < 3; count += 1) await call(handler, runtime);
      expect(logOf(handler, runtime).match(/Init Duration/g)).toHaveLength(1);
    }
  });

  it('gives the context that AWS gives', async () => {
    expect((await call('knows-its-context', runtime)).json()).toEqual({
      name: nameOf('knows-its-context', runtime),
      isDeadlineAhead: true,
      requestId: true,
      keys: 'functionfunctionfunction',
    });
  });

  it('streams, and says of a module that is not there that it is not', async () => {
    expect(await call('streams', runtime)).toMatchObject({ status: 200 });
    await call('cannot-load', runtime);
    expect(emulator.explanations().at(-1)).toMatch(
      /^(Error|Runtime\.ImportModuleError): .*nowhere-to-be-found/,
    );
  });
});

it.each(['callback', 'never-calls-back', 'promise', 'rejects-later'] as const)(
  'nodejs24.x refuses the three parameters of %s',
  async (handler) => {
    expect(await call(handler, 'nodejs24.x')).toMatchObject({ status: 502, text: 'Internal Server Error' });
    expect(emulator.explanations().at(-1)).toMatch(/^Runtime\.CallbackHandlerDeprecated: /);
  },
);

it('nodejs24.x has no functions in its context', async () => {
  expect(await call('succeed', 'nodejs24.x')).toMatchObject({ status: 502 });
  expect(emulator.explanations().at(-1)).toMatch(/^TypeError: context\.succeed is not a function$/);
});
