import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EmulatorError } from '../src/index';
import { request } from './support/http-client';
import { isAlive, until } from './support/processes';
import { assemblyOf, LOCATIONS, runFixture, type RunningEmulator } from './support/running-emulator';

// Every emulator of this suite has its temporary folders here, so that what is left can be counted.
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'furl-lifecycle-'));
});
let started: RunningEmulator[] = [];
afterEach(async () => {
  await Promise.all(started.map((emulator) => emulator.close()));
  started = [];
  rmSync(folder, { recursive: true, force: true });
});

async function run(): Promise<RunningEmulator> {
  const emulator = await runFixture('behaviours', { temporaryRoot: folder });
  started.push(emulator);
  return emulator;
}

const pidOf = async (url: string): Promise<number> => (await request(url)).json<{ pid: number }>().pid;

it('leaves no process and no folder behind when it is closed, whatever is going on', async () => {
  const emulator = await run();
  const idle = await pidOf(emulator.urlOf('slow'));
  const looping = await pidOf(`${emulator.urlOf('endless-loop-for-long')}?pid`);
  const running = [
    request(`${emulator.urlOf('slow')}?60000`),
    request(emulator.urlOf('endless-loop-for-long')),
    request(emulator.urlOf('logs')),
  ].map((answer) => answer.catch((error: NodeJS.ErrnoException) => error.code));
  await until(() => emulator.log('logs').length > 0, 'the requests run');
  expect(readdirSync(folder).length).toBeGreaterThan(0);

  await emulator.close();

  expect([isAlive(idle), isAlive(looping)]).toEqual([false, false]);
  expect(readdirSync(folder)).toEqual([]);
  expect((await Promise.all(running)).slice(0, 2)).toEqual(['ECONNRESET', 'ECONNRESET']);
  await expect(request(emulator.urlOf('slow'))).rejects.toThrow('ECONNREFUSED');
  await emulator.close();
});

it('says nothing more once it is being closed', async () => {
  const emulator = await run();
  const running = request(`${emulator.urlOf('slow')}?60000`).catch(() => undefined);
  await until(() => emulator.log('slow').length > 0, 'the request runs');

  const closing = emulator.close();
  const said = emulator.events.length;
  await closing;
  await running;

  expect(emulator.events).toHaveLength(said);
});

it('can be closed while a sandbox starts', async () => {
  const emulator = await run();
  const answer = request(emulator.urlOf('slow')).catch(() => undefined);
  await until(() => emulator.log('slow').length > 0, 'the sandbox starts');

  await emulator.close();
  await answer;

  expect(readdirSync(folder)).toEqual([]);
});

it('removes the folder of a sandbox that ended by itself', async () => {
  const emulator = await run();
  const empty = readdirSync(folder).length;
  await request(emulator.urlOf('exits'));

  await until(() => readdirSync(folder).length === empty, 'the folder is gone');
});

it('ends everything at once when it is killed', async () => {
  const emulator = await run();
  const pid = await pidOf(emulator.urlOf('slow'));

  emulator.kill();

  expect(readdirSync(folder)).toEqual([]);
  await until(() => !isAlive(pid), 'the sandbox has ended');
});

it('serves on a port that is free on both loopback addresses, and says so when it is not', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  try {
    const attempt = runFixture('behaviours', { port });

    await expect(attempt).rejects.toThrow(EmulatorError);
    await expect(attempt).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(`port ${port} is taken on 127.0.0.1`) as string,
    });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

it.each([
  ['a folder that is not there', 'nowhere', 'ASSEMBLY_UNREADABLE', /there is no cloud assembly at .*nowhere/],
  ['a folder without an assembly', '.', 'ASSEMBLY_UNREADABLE', /manifest\.json is missing/],
])('says what is wrong with %s, and lets the port go', async (_what, path, code, message) => {
  await expect(runFixture('behaviours', { assemblyFolder: join(__dirname, path) })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  });
});

describe('when the emulator itself is killed', () => {
  let programs: string;
  let script: string;
  beforeAll(() => {
    const root = join(__dirname, '../../..');
    programs = mkdtempSync(join(tmpdir(), 'furl-programs-'));
    const bundle = join(programs, 'emulator.cjs');
    script = join(programs, 'run.cjs');
    execFileSync(process.execPath, [
      join(root, 'node_modules/esbuild/bin/esbuild'),
      join(root, 'tools/emulator/src/index.ts'),
      ...['--bundle', '--platform=node', '--format=cjs', '--log-level=error'],
      `--tsconfig=${join(root, 'tools/emulator/tsconfig.json')}`,
      `--outfile=${bundle}`,
    ]);
    const options = JSON.stringify({ ...LOCATIONS, assemblyFolder: assemblyOf('behaviours'), port: 0 });
    writeFileSync(
      script,
      `require(${JSON.stringify(bundle)}).startEmulator({ ...${options}, temporaryRoot: process.argv[2] }).then(
        ({ urls }) => process.stdout.write(JSON.stringify(urls) + '\\n'));`,
    );
  });
  afterAll(() => rmSync(programs, { recursive: true }));

  async function start(): Promise<{ child: ChildProcess; urlOf: (name: string) => string }> {
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (child.stdout === null) throw new Error('no output');
    const line = await new Promise<string>((resolve) =>
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve),
    );
    const urls = JSON.parse(line) as { url: string; functionName: string }[];
    return {
      child,
      urlOf: (name) => urls.find(({ functionName }) => functionName === name)?.url ?? '',
    };
  }

  it('takes idle sandboxes, those in an endless loop, and their folders with it', async () => {
    const { child, urlOf } = await start();
    const idle = await pidOf(urlOf('slow'));
    const looping = await pidOf(`${urlOf('endless-loop-for-long')}?pid`);
    const answer = request(urlOf('endless-loop-for-long')).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));

    child.kill('SIGKILL');
    await answer;

    await until(() => !isAlive(idle) && !isAlive(looping), 'the sandboxes have ended');
    await until(() => readdirSync(folder).length === 0, 'their folders are gone');
  });
});
