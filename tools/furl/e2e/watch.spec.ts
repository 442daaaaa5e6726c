import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, request, root, Sandbox, type DevEvent, type FurlDev } from './furl-process';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
let callers: Caller[] = [];
afterEach(async () => {
  await Promise.all(callers.map((caller) => caller.close()));
  callers = [];
  await sandbox.close();
});

const all = (dev: FurlDev, kind: string): DevEvent[] => dev.events.filter((event) => event.kind === kind);
const isWatching = (dev: FurlDev): Promise<void> => eventually(() => all(dev, 'watching').length > 0);
const detailOf = async (dev: FurlDev): Promise<unknown> =>
  (JSON.parse((await request(dev.proxyUrl)).body.toString()) as { detail: unknown }).detail;

/** How many requests a client has on the way at most: a slow machine is no reason to use the account's executions up. */
const IN_FLIGHT = 10;

const MOST_IN_FLIGHT = 15;

/** Asks every 10 ms until it is closed. */
class Caller {
  readonly statuses: number[] = [];
  /** What was answered with anything but 200, or why there was no answer. */
  readonly failures: string[] = [];
  last = '';
  private isOver = false;
  private readonly over: Promise<void>;

  constructor(url: string) {
    callers.push(this);
    this.over = this.call(url);
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.over;
  }

  private async call(url: string): Promise<void> {
    const inFlight = new Set<Promise<void>>();
    while (!this.isOver) {
      // A busy machine may fall behind; the emulator's limit of executions is not what this is about.
      if (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
      const asked = request(url).then(
        ({ status, body }) => {
          this.statuses.push(status);
          this.last = body.toString();
          if (status !== 200) this.failures.push(`${status} ${this.last}`);
        },
        (error: Error) => void this.failures.push(error.message),
      );
      inFlight.add(asked);
      void asked.then(() => inFlight.delete(asked));
      await new Promise((done) => setTimeout(done, 10));
      if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    }
    await Promise.all(inFlight);
  }
}

describe('the source of an Nx workspace', () => {
  const greeting = (): string => join(sandbox.folder, 'apps/server/src/greet.ts');
  const save = (change: (text: string) => string): void =>
    writeFileSync(greeting(), change(readFileSync(greeting(), 'utf8')));
  const greet = (text: string): void =>
    save((source) => source.replace(/detail: '[^']*'/, `detail: '${text}'`));

  /** This workspace's apps and libraries, and what was built of them. */
  const copyWorkspace = (): ReturnType<Sandbox['copyAssembly']> => {
    for (const path of ['apps', 'libs', 'package.json', 'tsconfig.base.json', 'dist/apps']) {
      cpSync(join(root, path), join(sandbox.folder, path), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(sandbox.folder, 'node_modules'));
    return sandbox.copyAssembly();
  };
  const start = async (): Promise<FurlDev> => {
    const dev = await sandbox.dev(copyWorkspace(), '--watch');
    await isWatching(dev);
    return dev;
  };

  it('is built as Nx builds it: nothing changes before something is saved', async () => {
    const dev = await start();
    expect(all(dev, 'watching')).toEqual([
      { kind: 'watching', projects: expect.arrayContaining(['server', 'proxy']), notices: [] },
    ]);
    expect(all(dev, 'reloaded')).toEqual([]);
  });

  it('is served when it is saved, without a request lost while a client asks a hundred times a second', async () => {
    const dev = await start();
    const caller = new Caller(dev.proxyUrl);
    for (const text of ['one', 'two', 'three', 'four', 'five']) {
      greet(text);
      await eventually(() => caller.last === `{"detail":"${text}"}`);
    }
    await caller.close();
    expect([...new Set(all(dev, 'reloaded').map(({ changed }) => String(changed)))]).toEqual(['furl-server']);
    expect(caller.statuses.length).toBeGreaterThan(50);
    expect(caller.failures).toEqual([]);
  });

  it('is followed into the libraries that it uses', async () => {
    const dev = await start();
    const file = join(sandbox.folder, 'libs/http-response/src/json.ts');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nconsole.error('from the library');\n`);
    await eventually(() => all(dev, 'reloaded').length > 0);
    await request(dev.proxyUrl);
    await eventually(() =>
      all(dev, 'function-log').some(({ line }) => String(line).includes('from the library')),
    );
  });

  it('goes on with the old code while it does not build, says where, and serves it when it does again', async () => {
    const dev = await start();
    const before = await detailOf(dev);
    save((text) => `${text}\nconst = broken;`);
    await eventually(() => all(dev, 'reload-failed').length > 0);
    expect(all(dev, 'reload-failed')[0]).toMatchObject({
      what: 'server',
      message: expect.stringMatching(/Expected identifier[^]*apps\/server\/src\/greet\.ts:\d+/),
    });
    expect(await detailOf(dev)).toBe(before);

    save((text) => text.replace('const = broken;', '').replace(/detail: '[^']*'/, "detail: 'mended'"));
    await eventually(() => all(dev, 'reloaded').length > 0);
    expect(await detailOf(dev)).toBe('mended');
  });

  it('is found again after a synth, which has the last word', async () => {
    const assembly = copyWorkspace();
    // Stands in for cdk synth: it sets a variable of the server to what a source file says.
    const template = join(assembly.folder, 'FurlServer.template.json');
    mkdirSync(join(sandbox.folder, 'infra'));
    writeFileSync(
      join(sandbox.folder, 'synth.cjs'),
      `const fs = require('fs');
       const template = JSON.parse(fs.readFileSync(${JSON.stringify(template)}));
       for (const { Type, Properties } of Object.values(template.Resources)) {
         if (Type === 'AWS::Lambda::Function') Properties.Timeout = Number(fs.readFileSync('infra/timeout'));
       }
       fs.writeFileSync(${JSON.stringify(template)}, JSON.stringify(template));`,
    );
    const synth = ['--synth', `${process.execPath} synth.cjs`, '--synth-sources', 'infra'];
    const dev = await sandbox.dev(assembly, '--watch', ...synth);
    await isWatching(dev);
    // In one step: a synth that reads it empty would set a time-out of 0.
    const setTimeoutTo = (seconds: string): void => {
      writeFileSync(join(sandbox.folder, 'timeout'), seconds);
      sandbox.move('timeout', 'infra/timeout');
    };
    setTimeoutTo('7');
    await eventually(() => all(dev, 'reloaded').length > 0);
    expect(all(dev, 'reloaded')[0]).toMatchObject({ changed: ['furl-server'] });

    greet('after the synth');
    // A save is no single step: what is built between its two halves answers 502 until the next build, a moment later.
    await eventually(() =>
      detailOf(dev).then(
        (detail) => detail === 'after the synth',
        () => false,
      ),
    );

    writeFileSync(join(sandbox.folder, 'synth.cjs'), 'throw new Error("no such stack")');
    setTimeoutTo('8');
    await eventually(() => all(dev, 'reload-failed').length > 0);
    expect(all(dev, 'reload-failed')[0]).toMatchObject({
      what: 'synth',
      message: expect.stringContaining('no such stack'),
    });
    expect(await detailOf(dev)).toBe('after the synth');
  });
});

describe('an assembly that somebody else writes', () => {
  it('is read again when a bundle in it changes, and when its template does', async () => {
    const assembly = sandbox.copyAssembly();
    assembly.replaceBundle('FurlProxy', 'echo');
    const dev = await sandbox.dev(assembly, '--watch');
    await isWatching(dev);
    const caller = new Caller(dev.proxyUrl);
    const bundle = join(assembly.folder, 'fixture-echo/index.mjs');
    for (const text of ['one', 'two', 'three']) {
      writeFileSync(
        bundle,
        `export const handler = async () => ({ statusCode: 200, body: process.env.SAY ?? '${text}' });`,
      );
      await eventually(() => caller.last === text);
    }
    assembly.edit('FurlProxy', ({ Resources }) => {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type === 'AWS::Lambda::Function') {
          Properties['Environment'] = { Variables: { SAY: 'from the template' } };
        }
      }
    });
    await eventually(() => caller.last === 'from the template');
    await caller.close();
    expect(caller.failures).toEqual([]);
  });

  it('may be half written for a while, and gone for a while', async () => {
    const assembly = sandbox.copyAssembly();
    assembly.replaceBundle('FurlProxy', 'echo');
    const dev = await sandbox.dev(assembly, '--watch');
    await isWatching(dev);
    const copy = join(sandbox.folder, 'copy');
    cpSync(assembly.folder, copy, { recursive: true });
    await request(dev.proxyUrl);
    rmSync(assembly.folder, { recursive: true });
    expect((await request(dev.proxyUrl)).status).toBe(200);
    writeFileSync(
      join(copy, 'fixture-echo/index.mjs'),
      `export const handler = async () => ({ statusCode: 200, body: 'anew' });`,
    );
    cpSync(copy, assembly.folder, { recursive: true });
    await eventually(() => all(dev, 'reloaded').length > 0);
    expect((await request(dev.proxyUrl)).body.toString()).toBe('anew');
    expect(all(dev, 'reload-failed')).toEqual([]);
  });
});
