import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../src/index';
import { request } from './support/http-client';
import { LOCATIONS } from './support/running-emulator';
import { publicFunction, TemporaryAssembly } from './support/temporary-assembly';
import { zip } from './support/zip';

let temporaryRoot: string;
let assembly: TemporaryAssembly;
let emulator: Emulator | undefined;
beforeEach(() => {
  temporaryRoot = mkdtempSync(join(tmpdir(), 'furl-archives-'));
  assembly = new TemporaryAssembly();
});
afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
  assembly.remove();
  rmSync(temporaryRoot, { recursive: true, force: true });
});

async function start(): Promise<Emulator> {
  emulator = await startEmulator({ ...LOCATIONS, assemblyFolder: assembly.folder, port: 0, temporaryRoot });
  return emulator;
}
const urlOf = ({ urls }: Emulator, name: string): string =>
  urls.find(({ functionName }) => functionName === name)?.url ?? '';

const SAYS = (what: string): string => `exports.handler = async () => ${what};`;

it('runs a function out of a zip, and removes what it unpacked at the end', async () => {
  assembly
    .write(
      'asset.zip',
      zip([{ name: 'index.js', content: SAYS('({ root: process.env.LAMBDA_TASK_ROOT })') }]),
    )
    .synth({ ...publicFunction('one', 'asset.zip'), ...publicFunction('two', 'asset.zip') });
  const running = await start();

  const { root } = (await request(urlOf(running, 'one'))).json<{ root: string }>();
  expect(root).toContain(temporaryRoot);
  // Both functions have the same asset: it is unpacked once.
  expect((await request(urlOf(running, 'two'))).json()).toEqual({ root });

  await running.close();
  expect(readdirSync(temporaryRoot)).toEqual([]);
});

it('leaves a function out whose archive cannot be unpacked, and says why', async () => {
  assembly
    .write('bad.zip', zip([{ name: '../outside', content: '' }]))
    .write('good/index.js', SAYS('"fine"'))
    .synth({ ...publicFunction('bad', 'bad.zip'), ...publicFunction('good', 'good') });
  const running = await start();

  expect(running.notices).toContainEqual(
    expect.stringMatching(/^bad is left out: its archive bad\.zip cannot be unpacked: .*\.\.\/outside/),
  );
  expect((await request(urlOf(running, 'good'))).text).toBe('fine');
});

it('lets a function require what its layers bring, the last layer first', async () => {
  const layer = (path: string): object => ({
    Type: 'AWS::Lambda::LayerVersion',
    Metadata: { 'aws:asset:path': path },
    Properties: { Content: { S3Bucket: 'assets', S3Key: path } },
  });
  assembly
    .write('fn/index.js', SAYS('[require("both"), require("first")]'))
    .write(
      'first.zip',
      zip([
        { name: 'nodejs/node_modules/both/index.js', content: 'module.exports = "both of the first"' },
        { name: 'nodejs/node24/node_modules/first/index.js', content: 'module.exports = "first"' },
      ]),
    )
    .write('second/nodejs/node_modules/both/index.js', 'module.exports = "both of the second"')
    .synth({
      First: layer('first.zip'),
      Second: layer('second'),
      ...publicFunction('layered', 'fn', {
        Layers: [{ Ref: 'First' }, { Ref: 'Second' }, 'arn:aws:lambda:us-east-1:1:layer:theirs:7'],
      }),
    });
  const running = await start();

  expect((await request(urlOf(running, 'layered'))).json()).toEqual(['both of the second', 'first']);
  expect(running.notices).toContainEqual(expect.stringContaining('layer:theirs:7" is not in the assembly'));
});

it.each(['nodejs20.x', 'nodejs24.x'])(
  'lets a function on %s import what its layers bring, after what it has itself',
  async (Runtime) => {
    const module = (name: string, text: string, more = {}): void => {
      assembly
        .write(`${name}/package.json`, JSON.stringify({ type: 'module', exports: './main.js', ...more }))
        .write(`${name}/main.js`, `export default "${text}";`);
    };
    module('layer/nodejs/node_modules/both', 'both of the layer');
    module('layer/nodejs/node_modules/theirs', 'theirs');
    module('layer/nodejs/node_modules/any', 'of any version');
    module(`layer/nodejs/node${Runtime.slice(6, 8)}/node_modules/any`, 'of this version');
    module('layer/nodejs/node_modules/closed', '', { exports: { './other': './main.js' } });
    module('fn/node_modules/both', 'both of the function');
    const found = (name: string): string => `import("${name}").then((m) => m.default, (e) => e.code)`;
    assembly
      .write(
        'fn/index.mjs',
        `import theirs from 'theirs';
        export const handler = () => Promise.all([
          theirs, ${['both', 'any', 'nowhere', 'closed', './nowhere.mjs'].map(found).join()}
        ]);`,
      )
      .synth({
        Layer: {
          Type: 'AWS::Lambda::LayerVersion',
          Metadata: { 'aws:asset:path': 'layer' },
          Properties: { Content: { S3Bucket: 'assets', S3Key: 'layer' } },
        },
        ...publicFunction('layered', 'fn', { Layers: [{ Ref: 'Layer' }], Runtime }),
      });
    const running = await start();

    expect((await request(urlOf(running, 'layered'))).json()).toEqual([
      'theirs',
      'both of the function',
      'of this version',
      'ERR_MODULE_NOT_FOUND',
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      'ERR_MODULE_NOT_FOUND',
    ]);
  },
);

// On AWS the function's folder is the last one of NODE_PATH.
it('lets a function require its own files by their path from its folder', async () => {
  assembly
    .write('fn/index.js', SAYS('require("lib/deep")'))
    .write('fn/lib/deep.js', 'module.exports = "deep";')
    .synth(publicFunction('own', 'fn'));

  expect((await request(urlOf(await start(), 'own'))).text).toBe('deep');
});

it('lets an empty event loop be empty with layers too, for handlers with a callback', async () => {
  assembly
    .write(
      'fn/index.mjs',
      'import theirs from "theirs"; export const handler = (e, c, done) => done(null, theirs);',
    )
    .write('layer/nodejs/node_modules/theirs/index.js', 'module.exports = "theirs";')
    .synth({
      Layer: {
        Type: 'AWS::Lambda::LayerVersion',
        Metadata: { 'aws:asset:path': 'layer' },
        Properties: { Content: { S3Bucket: 'assets', S3Key: 'layer' } },
      },
      ...publicFunction('layered', 'fn', { Layers: [{ Ref: 'Layer' }], Runtime: 'nodejs22.x' }),
    });
  const running = await start();

  expect((await request(urlOf(running, 'layered'))).text).toBe('theirs');
  expect((await request(urlOf(running, 'layered'))).text).toBe('theirs');
});
