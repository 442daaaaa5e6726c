import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorError } from '../errors';
import {
  readDeveloperCredentials,
  readSession,
  removeSession,
  writeSession,
  type Announced,
} from './session';

const emulator: Announced = {
  port: 4600,
  accountId: '123456789012',
  urls: [
    {
      url: 'http://abc.lambda-url.eu-west-1.localhost:4600/',
      functionName: 'f',
      stack: 'S',
      authType: 'NONE',
      invokeMode: 'BUFFERED',
      runtime: 'nodejs24.x',
    },
  ],
  outputs: { S: { Url: 'u' } },
  developer: { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('tells other commands where the emulator is and who the developer is, in files only the owner reads', () => {
  writeSession(folder, emulator);

  expect(readSession(folder)).toEqual({
    port: 4600,
    pid: process.pid,
    accountId: '123456789012',
    region: 'eu-west-1',
    credentials: emulator.developer,
  });
  expect(
    ['session.json', 'credentials.json'].map((file) => statSync(join(folder, file)).mode & 0o777),
  ).toEqual([0o600, 0o600]);
});

it('keeps the keys when the emulator has ended, and says that none runs', () => {
  writeSession(folder, emulator);
  removeSession(folder);

  expect(readDeveloperCredentials(folder)).toEqual(emulator.developer);
  expect(() => readSession(folder)).toThrow(EmulatorError);
  expect(() => readSession(folder)).toThrow(/no emulator is running .*npm start/);
});

it('does not believe in an emulator whose process is gone', () => {
  writeSession(folder, emulator, 2 ** 30);

  expect(() => readSession(folder)).toThrow(/no emulator is running/);
});

it.each([
  '',
  'null',
  '[]',
  '{"accessKeyId":"A"}',
  '{"accessKeyId":1,"secretAccessKey":"s","sessionToken":"t"}',
  '{"accessKeyId":"A\\n","secretAccessKey":"s","sessionToken":"t"}',
])('makes nothing of keys that are none: %s', (text) => {
  writeFileSync(join(folder, 'credentials.json'), text);

  expect(readDeveloperCredentials(folder)).toBeUndefined();
});
