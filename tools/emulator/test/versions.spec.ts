import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { request } from './support/http-client';
import { until } from './support/processes';
import { runFixture, type RunningEmulator } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const HANDLER = `let count = 0;
exports.handler = async ({ rawQueryString, wait = rawQueryString }, context) => {
  if (wait) await new Promise((done) => setTimeout(done, Number(wait)));
  const { AWS_LAMBDA_FUNCTION_VERSION: version, AWS_LAMBDA_LOG_STREAM_NAME: logStream } = process.env;
  const { functionVersion, invokedFunctionArn, logStreamName } = context;
  return { version, functionVersion, invokedFunctionArn, logStream, logStreamName, pid: process.pid, count: ++count };
};`;

interface Said {
  readonly version: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly logStream: string;
  readonly logStreamName: string;
  readonly pid: number;
  readonly count: number;
}

/** The URL of the alias `name` of `f`, open to everybody, with the alias itself. */
function alias(name: string, version: unknown): Record<string, object> {
  const permission = (more: object): object => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: `${name}Alias` }, Principal: '*', ...more },
  });
  return {
    [`${name}Alias`]: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'f' }, Name: name, FunctionVersion: version },
    },
    [`${name}Url`]: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['f', 'Arn'] }, Qualifier: name },
    },
    [`${name}Everyone`]: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
    [`${name}EveryoneToo`]: permission({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
  };
}
const VERSION = { fVersion: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'f' } } } };
const PUBLISHED = { 'Fn::GetAtt': ['fVersion', 'Version'] };

let assembly: TemporaryAssembly;
let emulator: RunningEmulator;
beforeEach(() => {
  assembly = new TemporaryAssembly().write('code/index.js', HANDLER);
});
afterEach(async () => {
  await emulator.close();
  assembly.remove();
});

/** Starts it with `f` on nodejs24.x, and what belongs to it. */
async function run(more: object, properties: object = {}, inspect?: Record<string, number>): Promise<void> {
  synth(more, properties);
  emulator = await runFixture('none', { assemblyFolder: assembly.folder, ...(inspect && { inspect }) });
}
function synth(more: object, properties: object = {}): void {
  const outputs = Object.fromEntries(
    ['f', ...Object.keys(more).filter((key) => key.endsWith('Url'))].map((id) => [
      id.replace(/Url$/, ''),
      { Value: { 'Fn::GetAtt': [id === 'f' ? 'fUrl' : id, 'FunctionUrl'] } },
    ]),
  );
  assembly.synth({ ...publicFunction('f', 'code', properties), ...more }, outputs);
}
const urlOf = (name: string): string => emulator.outputs['App']?.[name] ?? '';
const ask = async (name: string): Promise<Said> => (await request(urlOf(name))).json<Said>();
const client = (): LambdaClient =>
  new LambdaClient({
    endpoint: `http://127.0.0.1:${emulator.port}`,
    region: 'us-east-1',
    credentials: emulator.developer,
    maxAttempts: 1,
  });

it('tells a function behind an alias which version it is, in a sandbox of that version', async () => {
  await run({ ...VERSION, ...alias('live', PUBLISHED), ...alias('next', '$LATEST') });
  const [latest, live, next] = [await ask('f'), await ask('live'), await ask('next')];

  expect(latest).toMatchObject({
    version: '$LATEST',
    functionVersion: '$LATEST',
    invokedFunctionArn: ARN,
    count: 1,
  });
  expect(latest.logStream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  expect(live).toMatchObject({
    version: '1',
    functionVersion: '1',
    invokedFunctionArn: `${ARN}:live`,
    count: 1,
  });
  expect(live.logStream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/);
  expect(live.logStreamName).toBe(live.logStream);
  expect(live.pid).not.toBe(latest.pid);
  // An alias of $LATEST is $LATEST under another name.
  expect(next).toMatchObject({
    version: '$LATEST',
    invokedFunctionArn: `${ARN}:next`,
    pid: latest.pid,
    count: 2,
  });
  expect(emulator.log('f').filter((line) => line.startsWith('START'))).toEqual([
    expect.stringMatching(/ Version: \$LATEST$/),
    expect.stringMatching(/ Version: 1$/),
    expect.stringMatching(/ Version: \$LATEST$/),
  ]);
});

it.each([
  [undefined, '$LATEST'],
  ['$LATEST', '$LATEST'],
  ['live', '1'],
  ['1', '1'],
  ['next', '$LATEST'],
  ['old', '7'],
])('Invoke with the qualifier %s runs version %s, and says so', async (Qualifier, version) => {
  await run({
    ...VERSION,
    ...alias('live', PUBLISHED),
    ...alias('next', '$LATEST'),
    ...alias('old', '7'),
  });
  const answer = await client().send(new InvokeCommand({ FunctionName: 'f', Qualifier, LogType: 'Tail' }));

  expect(answer.ExecutedVersion).toBe(version);
  expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8'))).toMatchObject({
    version,
    functionVersion: version,
    invokedFunctionArn: Qualifier === undefined ? ARN : `${ARN}:${Qualifier}`,
  });
  expect(Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8')).toContain(` Version: ${version}\n`);
  expect(
    await client().send(new GetFunctionConfigurationCommand({ FunctionName: 'f', Qualifier })),
  ).toMatchObject({ Version: version, FunctionArn: Qualifier === undefined ? ARN : `${ARN}:${Qualifier}` });
});

it('does not know a version that nobody published', async () => {
  await run({ ...VERSION, ...alias('live', PUBLISHED) });

  await expect(client().send(new InvokeCommand({ FunctionName: 'f', Qualifier: '2' }))).rejects.toMatchObject(
    { name: 'ResourceNotFoundException', message: `Function not found: ${ARN}:2` },
  );
  expect(emulator.explanations().at(-1)).toContain('it has $LATEST, 1, live');
});

it('shares reserved concurrency between the versions of a function', async () => {
  await run({ ...VERSION, ...alias('live', PUBLISHED) }, { ReservedConcurrentExecutions: 1 });
  const first = request(`${urlOf('live')}?1000`);
  await until(() => emulator.log('f').length > 0, 'the first has begun');

  expect(await request(urlOf('f'))).toMatchObject({ status: 429 });
  expect((await first).json()).toMatchObject({ version: '1' });
  expect(await request(urlOf('f'))).toMatchObject({ status: 200 });
});

it('takes up versions and gives them up with the template, and names each function once', async () => {
  await run({});
  const { pid } = await ask('f');
  synth({ ...VERSION, ...alias('live', PUBLISHED) });
  expect(await emulator.reload()).toMatchObject({ added: [], changed: [], removed: [] });
  expect(await ask('live')).toMatchObject({ version: '1' });
  expect(await ask('f')).toMatchObject({ pid, count: 2 });

  assembly.write('code/index.js', HANDLER.replace('++count', '100'));
  expect(await emulator.reload(() => true)).toMatchObject({ added: [], changed: ['f'], removed: [] });
  expect([await ask('live'), await ask('f')]).toMatchObject([{ count: 100 }, { count: 100 }]);

  const gone = urlOf('live');
  synth({});
  expect(await emulator.reload()).toMatchObject({ added: [], changed: [], removed: [] });
  expect(await request(gone)).toMatchObject({ status: 403 });
  expect(await ask('f')).toMatchObject({ version: '$LATEST' });
});

it('opens the inspector in the version that the URL leads to', async () => {
  await run({ ...VERSION, ...alias('live', PUBLISHED), fUrl: undefined }, {}, { f: 0 });
  expect((await request(urlOf('live'))).status).toBe(200);

  expect(emulator.log('f').join('\n')).toMatch(/Debugger listening on ws:\/\/127\.0\.0\.1:\d+/);
});
