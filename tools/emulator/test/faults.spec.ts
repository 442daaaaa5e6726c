import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { request } from './support/http-client';
import { isAlive, until } from './support/processes';
import { runFunctions, type RunningEmulator } from './support/running-emulator';

const ONE_SECOND = { Timeout: 1 };
let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await runFunctions(
    'faults',
    {
      allocates: { properties: { MemorySize: 128 } },
      prints: {},
      waits: {},
      loops: { properties: ONE_SECOND },
      reserved: { module: 'waits', properties: { ReservedConcurrentExecutions: 1 } },
      'json-logs': { module: 'waits', properties: { LoggingConfig: { LogFormat: 'JSON' } } },
    },
    { concurrentExecutions: 12 },
  );
});
afterAll(() => emulator.close());

const pidOf = async (url: string): Promise<number> => (await request(url)).json<{ pid: number }>().pid;
/** The REPORT line of a function's n-th invocation, which comes a moment after the answer. */
async function report(functionName: string, n: number): Promise<string> {
  const reports = (): string[] => emulator.log(functionName).filter((line) => line.startsWith('REPORT'));
  await until(() => reports().length >= n, 'the invocation is reported');
  return reports()[n - 1] ?? '';
}

// Lambda: "Runtime exited with error: signal: killed", and the most it used stands in REPORT.
it('ends a function that takes more memory than it has, and serves the next request', async () => {
  const url = emulator.urlOf('allocates');
  const pid = await pidOf(`${url}?little`);

  expect(await request(url)).toMatchObject({ status: 502, text: 'Internal Server Error' });
  expect(emulator.explanations().at(-1)).toMatch(
    /^Runtime\.ExitError: Runtime exited with error: signal: killed: it took \d+ MB, its function has 128 MB/,
  );
  expect(await report('allocates', 2)).toMatch(
    /\tMax Memory Used: \d{3,} MB\tStatus: error\tError Type: Runtime\.ExitError$/,
  );
  await until(() => !isAlive(pid), 'the sandbox has ended');
  expect(await request(`${url}?little`)).toMatchObject({ status: 200 });
});

it('says how much memory an invocation took, and bills the time of loading', async () => {
  await request(emulator.urlOf('waits'));

  const line = await report('waits', 1);
  expect(line).toMatch(/\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/);
  const [, duration, billed, init] =
    /Duration: ([\d.]+) ms\tBilled Duration: (\d+) ms.*Init Duration: ([\d.]+) ms/.exec(line) ?? [];
  expect(Math.abs(Number(billed) - Number(duration) - Number(init))).toBeLessThanOrEqual(1.02);
});

it('takes 100 MB of log lines, and keeps 4 KB of them', async () => {
  const answer = await request(`${emulator.urlOf('prints')}?100`);

  expect(answer.status).toBe(200);
  await report('prints', 1);
  const lines = emulator.events.filter((event) => event.kind === 'function-log').length;
  expect(lines).toBeGreaterThan(100 * 1024);
  expect(emulator.log('prints').some((line) => line.endsWith('the last line'))).toBe(true);
  expect(await request(`${emulator.urlOf('prints')}?0`)).toMatchObject({ status: 200 });
});

it('survives ten sandboxes that are killed at once, each with a request', async () => {
  const url = emulator.urlOf('waits');
  // Long enough for the last of them to load before the first is free, on a machine with other things to do.
  const pids = (await Promise.all(Array.from({ length: 10 }, () => pidOf(`${url}?2500`)))).sort();
  expect(new Set(pids).size).toBe(10);
  // START is not enough: a sandbox that is killed before it has taken the request leaves it to another.
  const waiting = (): number => emulator.log('waits').filter((line) => line.endsWith('waits 5000 ms')).length;
  const answers = Promise.all(Array.from({ length: 10 }, () => request(`${url}?5000`)));
  await until(() => waiting() === 10, 'all ten requests run');

  for (const pid of pids) process.kill(pid, 'SIGKILL');

  expect((await answers).map(({ status }) => status)).toEqual(Array(10).fill(502));
  const next = await Promise.all(Array.from({ length: 10 }, () => request(`${url}?1`)));
  expect(next.map(({ status }) => status)).toEqual(Array(10).fill(200));
});

it('ends endless loops at their deadline, and serves others meanwhile', async () => {
  const looping = [request(emulator.urlOf('loops')), request(emulator.urlOf('loops'))];

  expect(await request(emulator.urlOf('waits'))).toMatchObject({ status: 200 });
  expect((await Promise.all(looping)).map(({ status }) => status)).toEqual([502, 502]);
  expect(await request(`${emulator.urlOf('loops')}?pid`)).toMatchObject({ status: 200 });
});

// Lambda API, "TooManyRequestsException".
it('answers 429 when as many invocations run as the account has', async () => {
  const url = emulator.urlOf('waits');
  const answers = await Promise.all(Array.from({ length: 14 }, () => request(`${url}?800`)));

  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(12);
  expect(refused.map(({ text }) => text)).toEqual(
    Array(2).fill('{"Reason":"ConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}'),
  );
  expect(await request(url)).toMatchObject({ status: 200 });
});

it('says to the AWS SDK as well that it is the account whose executions are used up', async () => {
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${emulator.port}`,
    region: 'eu-west-1',
    credentials: emulator.developer,
    maxAttempts: 1,
  });
  const starts = (): number => emulator.log('waits').filter((line) => line.startsWith('START')).length;
  const before = starts();
  const answers = Array.from({ length: 12 }, () => request(`${emulator.urlOf('waits')}?2000`));
  try {
    await until(() => starts() === before + 12, 'twelve invocations run');
    await expect(client.send(new InvokeCommand({ FunctionName: 'waits' }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ConcurrentInvocationLimitExceeded',
    });
    expect(emulator.explanations().at(-1)).toContain('all 12 concurrent executions');
  } finally {
    await Promise.all(answers);
    client.destroy();
  }
});

it('answers 429 to more than ten requests a second for each unit of reserved concurrency', async () => {
  const statuses: number[] = [];
  for (let round = 0; round < 40; round += 1)
    statuses.push((await request(emulator.urlOf('reserved'))).status);

  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200));
  expect(statuses).toContain(429);
  expect(emulator.explanations()).toContain('more than 10 requests a second for each of 1 reserved');
});

it('writes its own lines as JSON where the function wants JSON', async () => {
  await request(emulator.urlOf('json-logs'));

  const own = emulator.events.flatMap((event) =>
    event.kind === 'platform-log' && event.functionName === 'json-logs'
      ? [(JSON.parse(event.line) as { type: string }).type]
      : [],
  );
  expect(own).toEqual(['platform.initStart', 'platform.start', 'platform.report']);
});
