import { runFixture, type RunningEmulator } from './support/running-emulator';
import { request } from './support/http-client';
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

const call = (name: Name, path = '') => request(`${emulator.urlOf(name)}${path}`);

/** What each line of a function's log is: its type, or its level and message, or its first word. */
function kinds(name: Name): string[] {
  return emulator.log(name).map((line) => {
    if (!line.startsWith('{')) return line.split(/[ \t]/)[0] ?? '';
    const { type, level, message } = JSON.parse(line) as Record<string, string>;
    return type ?? `${level} ${JSON.stringify(message)}`;
  });
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

  expect(kinds('json')).toEqual([
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

  expect(kinds('debug')).toEqual([
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
  expect(kinds('quiet')).toEqual(['ERROR "of error"']);
  await call('quiet', 'throws');

  expect(kinds('quiet').slice(1)).toEqual([
    'ERROR "of error"',
    expect.stringMatching(/^ERROR /),
    'platform.runtimeDone',
    'platform.report',
  ]);
});

it('says as JSON that a function could not be loaded', async () => {
  await call('broken');

  expect(kinds('broken').filter((kind) => kind.startsWith('platform'))).toEqual([
    'platform.initStart',
    'platform.initRuntimeDone',
    'platform.initReport',
    'platform.start',
    'platform.runtimeDone',
    'platform.report',
  ]);
});

it('leaves text as it is', async () => {
  await call('text');

  const lines = kinds('text');
  expect([lines[0], ...lines.slice(-2)]).toEqual(['START', 'END', 'REPORT']);
});
