import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFiles, logFile, readLog, recordsOf } from './log-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'furl-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (text: string, functionName = 'fn') =>
  ({ kind: 'function-log', functionName, line: text }) as const;

it('keeps the lines of each function, and says which are the platform’s', () => {
  const logs = new LogFiles(join(folder, 'logs'), () => 7);
  logs.take(line('one'));
  logs.take(line('other', 'other'));
  logs.take({ kind: 'platform-log', functionName: 'fn', line: 'END' });
  logs.take({ kind: 'reload-failed', what: 'x', message: 'no log line' });
  logs.flush();
  expect(readLog(join(folder, 'logs'), 'fn')).toEqual([
    { time: 7, kind: 'function', line: 'one' },
    { time: 7, kind: 'platform', line: 'END' },
  ]);
});

it('never grows beyond two files, and keeps the newest', () => {
  const logs = new LogFiles(folder);
  for (let index = 0; index < 400; index += 1) logs.take(line(`${index} ${'x'.repeat(15_000)}`));
  logs.flush();
  expect(readdirSync(folder).sort()).toEqual(['fn.log', 'fn.log.1']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThan(1_400_000);
  expect(readLog(folder, 'fn').at(-1)?.line).toMatch(/^399 /);
});

it('goes on when the disk takes nothing', () => {
  writeFileSync(join(folder, 'file'), '');
  const logs = new LogFiles(join(folder, 'file', 'logs'));
  logs.take(line('lost'));
  expect(() => logs.flush()).not.toThrow();
});

it('writes by itself, a moment later', async () => {
  new LogFiles(folder).take(line('one'));
  for (let turn = 0; turn < 200 && readLog(folder, 'fn').length === 0; turn += 1) {
    await new Promise((done) => setTimeout(done, 10));
  }
  expect(readLog(folder, 'fn')).toHaveLength(1);
});

it('stays in its folder, whatever a function is called', () => {
  expect(logFile(folder, '../../etc/passwd')).toBe(join(folder, '______etc_passwd.log'));
});

it('passes over lines that are no records', () => {
  expect(recordsOf('{"time":1,"line":"a"}\nrubbish\n{"time":"x"}\nnull\n{"time":2,"li')).toEqual([
    { time: 1, kind: 'function', line: 'a' },
  ]);
});
