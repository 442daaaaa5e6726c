import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCloudAssembly } from '../src/assembly-files';
import { FunctionHost } from '../src/runtime/function-host';
import { Reaper } from '../src/runtime/reaper';
import { request } from './support/http-client';
import { isAlive, until } from './support/processes';
import { assemblyOf, LOCATIONS, runFixture, type RunningEmulator } from './support/running-emulator';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await runFixture('behaviours');
});
afterAll(() => emulator.close());

const pidOf = async (url: string): Promise<number> => (await request(url)).json<{ pid: number }>().pid;

// Lambda Developer Guide, "Troubleshooting function URLs"; recorded answers: 502, and nothing of the reason.
it.each<[functionName: string, explanation: RegExp]>([
  ['throws', /^TypeError: the secret of the function$/],
  ['rejects-unhandled', /^Runtime\.ExitError: /],
  ['exits', /^Runtime\.ExitError: Runtime exited with error: exit status 3$/],
  ['never-answers', /^Task timed out after 1\.00 seconds/],
  ['endless-loop', /^Task timed out after 1\.00 seconds/],
  ['fails-to-load', /^Error: cannot be loaded$/],
  ['exits-while-loading', /^Runtime\.ExitError: .* exit status 7$/],
])('answers 502 and tells the client nothing when the function %s', async (functionName, explanation) => {
  const answer = await request(emulator.urlOf(functionName));

  expect(answer).toMatchObject({ status: 502, text: 'Internal Server Error' });
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  expect(emulator.explanations().some((text) => explanation.test(text))).toBe(true);
});

it.each(['exits', 'endless-loop', 'rejects-unhandled'])(
  'serves the next request in a new sandbox after the function %s',
  async (functionName) => {
    const url = emulator.urlOf(functionName);
    await request(url);

    const answers = [await request(`${url}?stay`), await request(`${url}?pid`)];

    expect(answers.map(({ status }) => status)).toContain(functionName === 'rejects-unhandled' ? 502 : 200);
  },
);

// Lambda Developer Guide, "Runtime environment lifecycle": an error of the handler does not end the environment.
it('keeps the sandbox when the handler throws', async () => {
  await request(emulator.urlOf('throws'));
  await request(emulator.urlOf('throws'));

  const reports = (): string[] => emulator.log('throws').filter((line) => line.startsWith('REPORT'));
  // Others may have called it too.
  await until(() => reports().length >= 2, 'both are reported');
  expect(reports().filter((line) => line.includes('Init Duration'))).toHaveLength(1);
});

it('answers 429 without a sandbox when the reserved concurrency is 0, and when it is used up', async () => {
  const none = await request(emulator.urlOf('reserved-zero'));
  const url = emulator.urlOf('reserved-one');
  const both = await Promise.all([request(`${url}?300`), request(`${url}?300`)]);

  expect(none).toMatchObject({
    status: 429,
    text: '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
    headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
  });
  expect(both.map(({ status }) => status).sort()).toEqual([200, 429]);
});

it('runs two requests at a time in two sandboxes, and two in a row in one', async () => {
  const url = emulator.urlOf('slow');
  const [first, second] = await Promise.all([pidOf(`${url}?200`), pidOf(`${url}?200`)]);
  const third = await pidOf(url);
  const fourth = await pidOf(url);

  expect(first).not.toBe(second);
  expect(third).toBe(fourth);
});

it('answers 502 when the process is killed from outside, and serves the next request', async () => {
  const url = emulator.urlOf('slow');
  const pid = await pidOf(url);
  const answer = request(`${url}?5000`);
  // START is not enough: a sandbox that is killed before it has taken the request leaves it to another.
  await until(() => emulator.log('slow').some((line) => line.endsWith('waits 5000 ms')), 'the handler runs');

  process.kill(pid, 'SIGKILL');

  expect(await answer).toMatchObject({ status: 502 });
  expect(emulator.explanations().at(-1)).toBe('Runtime.ExitError: Runtime exited with error: signal: killed');
  expect(await request(url)).toMatchObject({ status: 200 });
});

it('serves the next request in a new sandbox when an idle one was killed the moment before', async () => {
  const url = emulator.urlOf('slow');
  for (let round = 0; round < 5; round += 1) {
    const pid = await pidOf(url);
    process.kill(pid, 'SIGKILL');

    const answer = await request(url);

    expect(answer.status).toBe(200);
    expect(answer.json<{ pid: number }>().pid).not.toBe(pid);
  }
});

it.each(['exits-after-answer', 'exits-with-answer'])(
  'answers every request of a function that %s',
  async (functionName) => {
    const statuses = [];
    for (let round = 0; round < 4; round += 1) {
      statuses.push((await request(emulator.urlOf(functionName))).status);
    }

    expect(statuses).toEqual([200, 200, 200, 200]);
  },
);

// The deadline holds until the function asks for the next invocation ("Runtime environment lifecycle").
it('does not wait for a function that goes on after its answer, and ends it at its deadline', async () => {
  const url = emulator.urlOf('busy-after-answer');
  const busy = await pidOf(`${url}?loop`);

  const other = await pidOf(url);

  expect(other).not.toBe(busy);
  await until(() => !isAlive(busy), 'the busy sandbox has ended');
});

it('writes START, the lines of the handler, END and REPORT in that order, whatever the amount', async () => {
  await request(`${emulator.urlOf('logs')}?long`);

  await until(() => emulator.log('logs').at(-1)?.startsWith('REPORT') === true, 'it is reported');
  const log = emulator.log('logs');
  const indices = [
    /^START/,
    /\tfirst$/,
    /^second$/,
    /^line 1999 /,
    /the very last line$/,
    /^END/,
    /^REPORT/,
  ].map((pattern) => log.findIndex((line) => pattern.test(line)));
  expect(indices).not.toContain(-1);
  expect(indices).toEqual([...indices].sort((a, b) => a - b));
  expect(Math.max(...log.map((line) => line.length))).toBeLessThanOrEqual(256 * 1024);
});

it('leaves processes and workers of a handler alone until the sandbox ends, and then ends them too', async () => {
  const own = await runFixture('behaviours');
  const started = (await request(own.urlOf('starts-processes'))).json<{ sleeper: number }>();
  const again = await request(own.urlOf('starts-processes'));

  expect(started).toMatchObject({ forked: 'hello from a process', worker: 'hello from a worker' });
  expect(again.status).toBe(200);
  expect(isAlive(started.sleeper)).toBe(true);
  await own.close();
  await until(() => !isAlive(started.sleeper), 'what the handler started has ended');
});

// Lambda Developer Guide, "Init phase": ten seconds, then once more within the invocation's time-out.
it('loads a function again, within its time-out, when the init phase took too long', async () => {
  const assembly = loadCloudAssembly(assemblyOf('behaviours'), {
    accountId: '123456789012',
    defaultRegion: 'eu-west-1',
    functionUrl: () => 'http://unused/',
  });
  const fn = assembly.functions.find(({ functionName }) => functionName === 'echo-event');
  if (fn === undefined) throw new Error('the fixture has no echo-event');
  const marker = join(tmpdir(), `furl-test-${process.pid}-${Date.now()}`);
  const lines: string[] = [];
  const reaper = new Reaper();
  const host = new FunctionHost(
    {
      ...fn,
      version: '$LATEST',
      handler: 'loads-slowly-first.handler',
      taskRoot: join(assemblyOf('behaviours'), 'handlers'),
      environment: { MARKER_FILE: marker },
      reservedConcurrency: undefined,
      applicationLogLevel: undefined,
      credentials: undefined,
      nodeBinary: process.execPath,
      runtimeClient: LOCATIONS.runtimeClient,
    },
    {
      ...LOCATIONS,
      reaper,
      temporaryRoot: tmpdir(),
      initLimitMs: 500,
      events: (event) => {
        if (event.kind === 'platform-log') lines.push(event.line);
      },
    },
  );
  try {
    const { result } = await host.invoke({
      requestId: 'r',
      payload: '{}',
      functionArn: fn.arn,
      traceId: 'Root=1-0-0',
    });

    expect(result).toEqual({ kind: 'response', payload: '"loaded"' });
    expect(lines).toContain('INIT_REPORT Init Duration: 500.00 ms\tPhase: init\tStatus: timeout');
  } finally {
    await host.close();
    await reaper.close();
    await rm(marker, { force: true });
  }
});
