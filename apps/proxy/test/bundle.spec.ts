import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { build, type BuildOptions, type Metafile } from 'esbuild';

const workspaceRoot = path.resolve(__dirname, '../../..');
const { options } = (
  JSON.parse(readFileSync(path.join(workspaceRoot, 'apps/proxy/project.json'), 'utf8')) as {
    targets: {
      build: { options: { main: string; tsConfig: string; target: string; esbuildOptions: BuildOptions } };
    };
  }
).targets.build;

describe('the bundle', () => {
  let bundle: Uint8Array;
  let output: Metafile['outputs'][string];

  beforeAll(async () => {
    const { outputFiles, metafile } = await build({
      ...options.esbuildOptions,
      outExtension: {},
      absWorkingDir: workspaceRoot,
      entryPoints: [options.main],
      tsconfig: options.tsConfig,
      target: options.target,
      bundle: true,
      format: 'esm',
      platform: 'node',
      minify: true,
      metafile: true,
      outfile: 'index.mjs',
      write: false,
    });
    const [file] = outputFiles;
    const described = metafile.outputs['index.mjs'];
    if (file === undefined || described === undefined) throw new Error('esbuild wrote no index.mjs');
    bundle = file.contents;
    output = described;
  });

  it('is at most 42 KB, of the 60 that are allowed', () => {
    expect(bundle.byteLength).toBeLessThanOrEqual(42_000);
  });

  it('holds no chain of credential providers: in Lambda they are in the environment', () => {
    const inputs = Object.keys(output.inputs);
    expect(inputs).toContain('apps/proxy/src/handler.ts');
    expect(inputs.filter((input) => input.includes('@aws-sdk/'))).toEqual([]);
  });

  it('imports nothing but what comes with Node', () => {
    const outside = output.imports.filter(({ external }) => external).map(({ path: name }) => name);
    expect(outside.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  it.each([
    ['starts', 'https://abc.lambda-url.eu-central-1.on.aws/', 'function', ''],
    ['says what is missing', '', '', 'LAMBDA_SERVER_URL is empty'],
  ])('%s when plain Node runs it as a module', (_, url, printed, complaint) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'proxy-bundle-'));
    try {
      const file = path.join(folder, 'index.mjs');
      writeFileSync(file, bundle);
      const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(file))}); process.stdout.write(typeof handler);`;
      const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], LAMBDA_SERVER_URL: url },
      });
      expect(run.stdout).toBe(printed);
      expect(run.stderr).toContain(complaint);
      expect(run.status).toBe(complaint === '' ? 0 : 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
