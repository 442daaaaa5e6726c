import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendSigned, startEmulator, writeSession, type Emulator, type EmulatorEvent } from '../src/index';
import { request } from './support/http-client';
import { isAlive, until } from './support/processes';
import { LOCATIONS } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

let temporaryRoot: string;
let assembly: TemporaryAssembly;
let emulator: Emulator;
let events: EmulatorEvent[];
beforeEach(async () => {
  temporaryRoot = mkdtempSync(join(tmpdir(), 'furl-reload-'));
  events = [];
  assembly = new TemporaryAssembly()
    .write('one/index.js', says('one', 'first'))
    .write('two/index.js', says('two', 'first'))
    .synth({ ...publicFunction('one', 'one'), ...publicFunction('two', 'two') });
  emulator = await startEmulator({
    ...LOCATIONS,
    assemblyFolder: assembly.folder,
    port: 0,
    temporaryRoot,
    events: (event) => events.push(event),
  });
});
afterEach(async () => {
  await emulator.close();
  expect(readdirSync(temporaryRoot)).toEqual([]);
  rmSync(temporaryRoot, { recursive: true, force: true });
  assembly.remove();
});

interface Said {
  readonly name: string;
  readonly version: string;
  readonly pid: number;
  readonly variable?: string;
  readonly key: string;
}
function says(name: string, version: string): string {
  return `exports.handler = async ({ rawQueryString }) => {
    if (rawQueryString) await new Promise((done) => setTimeout(done, Number(rawQueryString)));
    const { VARIABLE: variable, AWS_ACCESS_KEY_ID: key } = process.env;
    return { name: '${name}', version: '${version}', pid: process.pid, variable, key };
  };`;
}
const urlOf = (name: string): string => emulator.urls.find((url) => url.functionName === name)?.url ?? '';
const ask = async (name: string, query = ''): Promise<Said> =>
  (await request(`${urlOf(name)}${query}`)).json<Said>();

it('serves changed code to the next request, and finishes the one in flight on the old code', async () => {
  const before = await ask('one');
  const inFlight = ask('one', '?500');
  await until(() => events.filter(({ kind }) => kind === 'platform-log').length > 3, 'it is in flight');
  assembly.write('one/index.js', says('one', 'second'));

  expect(await emulator.reload((folder) => folder.endsWith('/one'))).toEqual({
    added: [],
    changed: ['one'],
    removed: [],
    notices: [],
  });

  expect((await ask('one')).version).toBe('second');
  expect((await inFlight).version).toBe('first');
  await until(() => !isAlive(before.pid), 'the old sandbox has gone');
});

it('leaves a function alone that has not changed: the same process, the same keys', async () => {
  const before = await ask('two');
  assembly.write('one/index.js', says('one', 'second'));
  await emulator.reload((folder) => folder.endsWith('/one'));
  expect(await ask('two')).toEqual(before);
});

it('keeps a function’s keys when its settings change', async () => {
  const before = await ask('one');
  assembly.synth({
    ...publicFunction('one', 'one', { Environment: { Variables: { VARIABLE: 'new' } } }),
    ...publicFunction('two', 'two'),
  });
  expect((await emulator.reload()).changed).toEqual(['one']);
  expect(await ask('one')).toMatchObject({ variable: 'new', key: before.key });
});

it('adds and removes functions with their URLs, on the same port', async () => {
  const removed = urlOf('two');
  const inFlight = ask('two', '?300');
  await until(() => events.some(({ kind }) => kind === 'platform-log'), 'it is in flight');
  assembly.write('three/index.js', says('three', 'first'));
  assembly.synth({ ...publicFunction('one', 'one'), ...publicFunction('three', 'three') });

  expect(await emulator.reload()).toMatchObject({ added: ['three'], changed: [], removed: ['two'] });

  expect((await ask('three')).name).toBe('three');
  expect((await request(removed)).status).toBe(403);
  expect((await inFlight).name).toBe('two');
});

it('enforces the permissions of the new template', async () => {
  expect((await request(urlOf('one'))).status).toBe(200);
  const resources: Record<string, object> = { ...publicFunction('one', 'one') };
  delete resources['oneEveryone'];
  assembly.synth(resources);
  await emulator.reload();
  expect((await request(urlOf('one'))).status).toBe(403);
});

it('keeps the developer’s keys', async () => {
  const session = mkdtempSync(join(temporaryRoot, 'session-'));
  writeSession(session, emulator);
  assembly.synth({
    ...publicFunction('one', 'one'),
    oneUrl: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'AWS_IAM', TargetFunctionArn: { 'Fn::GetAtt': ['one', 'Arn'] } },
    },
  });
  await emulator.reload();
  const send = { url: urlOf('one'), method: 'GET', headers: [], body: Buffer.alloc(0) };
  const response = await sendSigned(send, session);
  response.resume();
  expect(response.statusCode).toBe(200);
  rmSync(session, { recursive: true });
});

it.each<[string, () => void, string]>([
  ['the template is not JSON', () => void assembly.write('App.template.json', '{'), 'ASSEMBLY_UNREADABLE'],
  ['the manifest is gone', () => rmSync(join(assembly.folder, 'manifest.json')), 'ASSEMBLY_UNREADABLE'],
  ['a bundle is gone', () => rmSync(join(assembly.folder, 'one'), { recursive: true }), 'BUNDLE_MISSING'],
])('goes on with what it has when %s', async (_what, breakIt, code) => {
  const before = await ask('two');
  breakIt();
  await expect(emulator.reload()).rejects.toMatchObject({ code });
  expect(await ask('two')).toEqual(before);
});

it('says of new notices only', async () => {
  const notices = { Environment: { Variables: { VARIABLE: { Ref: 'Nobody' } } } };
  assembly.synth({ ...publicFunction('one', 'one', notices) });
  expect((await emulator.reload()).notices).toEqual([expect.stringContaining('"Nobody"')]);
  expect((await emulator.reload()).notices).toEqual([]);
});

it('serves code from elsewhere, and the asset’s own again', async () => {
  assembly.write('built/index.js', says('one', 'built'));
  const asset = emulator.assetFolders.find((folder) => folder.endsWith('/one')) ?? '';
  const built = join(assembly.folder, 'built');
  expect((await emulator.serveInstead(new Map([[asset, built]]))).changed).toEqual(['one']);
  expect((await ask('one')).version).toBe('built');
  await emulator.serveInstead(new Map([[asset, undefined]]));
  expect((await ask('one')).version).toBe('first');
});

it('loses no request of a caller who never stops, through ten reloads', async () => {
  let isOver = false;
  const answers: (readonly [number, string])[] = [];
  const caller = (async () => {
    while (!isOver) {
      const { status, json } = await request(urlOf('one'));
      answers.push([status, json<Said>().version]);
      await new Promise((done) => setTimeout(done, 10));
    }
  })();
  for (let version = 1; version <= 10; version += 1) {
    assembly.write('one/index.js', says('one', String(version)));
    await emulator.reload((folder) => folder.endsWith('/one'));
    await until(() => answers.at(-1)?.[1] === String(version), `version ${version} answers`);
  }
  isOver = true;
  await caller;
  expect([...new Set(answers.map(([status]) => status))]).toEqual([200]);
});
