import { runFixture, type RunningEmulator } from './support/running-emulator';
import { request, type Answer } from './support/http-client';
import { until } from './support/processes';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

const HANDLER = `console.log('loading');
exports.handler = async ({ rawPath }) => {
  console.debug('of debug');
  console.info('of info');
  console.error('of error');
  const { AWS_LAMBDA_LOG_FORMAT: format, AWS_LAMBDA_LOG_LEVEL: level } = process.env;
  if (rawPath === '/throws') throw new RangeError('thrown');
  return { format, level };
};`;

/** The functions by name, and their LoggingConfig. */
const FUNCTIONS = {
  plain: undefined,
  text: { LogFormat: 'Text' },
  json: { LogFormat: 'JSON' },
  debug: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'DEBUG' },
  quiet: { LogFormat: 'JSON', ApplicationLogLevel: 'ERROR', SystemLogLevel: 'WARN' },
};
type Name = keyof typeof FUNCTIONS | 'broken';

let assembly: TemporaryAssembly;
let emulator: RunningEmulator;
beforeEach(async () => {
  assembly = new TemporaryAssembly()
    .write('code/index.js', HANDLER)
    .write('broken/index.js', 'throw new RangeError("never")');
  const functions = Object.entries(FUNCTIONS).map(([name, LoggingConfig]) =>
    publicFunction(name, 'code', { LoggingConfig }),
  );
  const broken = publicFunction('broken', 'broken', { LoggingConfig: FUNCTIONS.json });
  assembly.synth(Object.assign({}, ...functions, broken) as Record<string, object>);
  emulator = await runFixture('none', { assemblyFolder: assembly.folder });
});
afterEach(async () => {
  await emulator.close();
  assembly.remove();
});

const call = (name: Name, path = ''): Promise<Answer> => request(`${emulator.urlOf(name)}${path}`);

/** What each line of a function's log is: its type, or its level and message, or its first word. */
function kinds(name: Name): string[] {
  return emulator.log(name).map((line) => {
    if (!line.startsWith('{')) return line.split(/[ \t]/)[0] ?? '';
    const { type, level, message } = JSON.parse(line) as Record<string, string>;
    return type ?? `${level} ${JSON.stringify(message)}`;
  });
}

/** Holds the log of a function against what it should be; the last lines come a moment after the answer. */
async function expectLog(name: Name, expected: readonly unknown[], kindsOf = kinds): Promise<void> {
  await until(() => kindsOf(name).length >= expected.length, `${name} has ${expected.length} lines`);
  expect(kindsOf(name)).toEqual(expected);
}

it('tells a function its format and level', async () => {
  expect((await call('plain')).json()).toEqual({ format: 'Text' });
  expect((await call('text')).json()).toEqual({ format: 'Text' });
  expect((await call('json')).json()).toEqual({ format: 'JSON', level: 'INFO' });
  expect((await call('quiet')).json()).toEqual({ format: 'JSON', level: 'ERROR' });
});

it('writes as JSON what INFO lets through, by default', async () => {
  await call('json');
  await call('json');

  await expectLog('json', [
    'platform.initStart',
    'INFO "loading"',
    'platform.start',
    'INFO "of info"',
    'ERROR "of error"',
    'platform.report',
    'platform.start',
    'INFO "of info"',
    'ERROR "of error"',
    'platform.report',
  ]);
});

it('writes everything where the levels are DEBUG', async () => {
  await call('debug');

  await expectLog('debug', [
    'platform.initStart',
    'INFO "loading"',
    'platform.initRuntimeDone',
    'platform.initReport',
    'platform.start',
    'DEBUG "of debug"',
    'INFO "of info"',
    'ERROR "of error"',
    'platform.runtimeDone',
    'platform.report',
  ]);
  const [initStart] = emulator.log('debug').map((line) => JSON.parse(line) as { record: object });
  expect(initStart?.record).toMatchObject({
    functionName: 'debug',
    functionVersion: '$LATEST',
    instanceId: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/debug\[\$LATEST\][0-9a-f]{32}$/) as string,
    instanceMaxMemory: 128 * 1024 * 1024,
  });
});

it('writes failures only where the levels are WARN and ERROR', async () => {
  await call('quiet');
  await expectLog('quiet', ['ERROR "of error"']);
  await call('quiet', 'throws');

  await expectLog('quiet', [
    'ERROR "of error"',
    'ERROR "of error"',
    expect.stringMatching(/^ERROR /),
    'platform.runtimeDone',
    'platform.report',
  ]);
});

it('says as JSON that a function could not be loaded', async () => {
  await call('broken');

  const platform = (name: Name): string[] => kinds(name).filter((kind) => kind.startsWith('platform'));
  await expectLog(
    'broken',
    [
      'platform.initStart',
      'platform.initRuntimeDone',
      'platform.initReport',
      'platform.start',
      'platform.runtimeDone',
      'platform.report',
    ],
    platform,
  );
});

it('leaves text as it is', async () => {
  await call('text');

  const words = (name: Name): string[] => kinds(name).map((kind) => (/^[A-Z]+$/.test(kind) ? kind : 'line'));
  await expectLog('text', ['line', 'START', 'line', 'line', 'line', 'END', 'REPORT'], words);
});
