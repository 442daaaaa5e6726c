import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keepUp, startEmulator, type Emulator, type KeepingUp, type Watch } from '../src/index';
import { LOCATIONS } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';

const BUNDLE = 'exports.handler = async () => "hello";\n';
const ESBUILD = dirname(require.resolve('esbuild/package.json'));

/** Hears of nothing. */
const watch: Watch = () => ({
  ready: Promise.resolve(),
  add: () => undefined,
  close: () => Promise.resolve(),
});

let workspace: string;
let assembly: TemporaryAssembly;
let emulator: Emulator;
let keeping: KeepingUp;
beforeEach(async () => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'furl-workspace-')));
  assembly = new TemporaryAssembly();
  const names = ['one', 'two', 'three'];
  for (const name of names) assembly.write(`${name}/index.cjs`, `// ${name}\n${BUNDLE}`);
  assembly.synth(
    Object.assign({}, ...names.map((name) => publicFunction(name, name))) as Record<string, object>,
  );
  emulator = await startEmulator({ ...LOCATIONS, assemblyFolder: assembly.folder, port: 0 });
});
afterEach(async () => {
  await keeping.close();
  await emulator.close();
  assembly.remove();
  rmSync(workspace, { recursive: true, force: true });
});

/** A project with its source, and its bundle as the assembly has it. */
function project(name: string, options: object = {}): void {
  write(
    `apps/${name}/project.json`,
    JSON.stringify({
      name,
      targets: {
        build: {
          executor: '@nx/esbuild:esbuild',
          options: {
            main: `apps/${name}/index.ts`,
            outputPath: `dist/apps/${name}`,
            tsConfig: 'tsconfig.json',
            format: ['cjs'],
            ...options,
          },
        },
      },
    }),
  );
  write(`apps/${name}/index.ts`, 'export const handler = async () => "hello";');
  write(`dist/apps/${name}/index.cjs`, `// ${name}\n${BUNDLE}`);
}
function write(path: string, content: string): void {
  const file = join(workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
function start(): KeepingUp {
  keeping = keepUp(emulator, {
    assemblyFolder: assembly.folder,
    watch,
    events: () => undefined,
    sources: { workspace, buildsFolder: join(workspace, 'builds') },
  });
  return keeping;
}

it('names the projects whose options it cannot read, and watches the others', async () => {
  write('tsconfig.json', '{}');
  mkdirSync(join(workspace, 'node_modules'));
  symlinkSync(ESBUILD, join(workspace, 'node_modules/esbuild'), 'junction');
  project('one');
  project('two', { esbuildConfig: 'apps/two/esbuild.config.js' });
  // It is not in the assembly: nobody misses it.
  project('tool', { esbuildConfig: 'apps/tool/esbuild.config.js' });

  expect(await start().ready).toEqual({
    projects: ['one'],
    notices: [
      expect.stringMatching(/^the source of two is not watched: .*apps\/two\/esbuild\.config\.js/) as string,
    ],
  });
});

it('says once that there is no esbuild, for all projects that would need it', async () => {
  project('one');
  project('two', { esbuildConfig: 'apps/two/esbuild.config.js' });

  expect(await start().ready).toEqual({
    projects: [],
    notices: [
      expect.stringMatching(
        /^the source of one, two is not watched: there is no esbuild .*install/,
      ) as string,
    ],
  });
});

it('says nothing where there is nothing to build', async () => {
  expect(await start().ready).toEqual({ projects: [], notices: [] });
});
