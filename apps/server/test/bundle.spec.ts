import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { buildSync, type BuildOptions } from 'esbuild';

const workspaceRoot = path.resolve(__dirname, '../../..');
const { options } = (
  JSON.parse(readFileSync(path.join(workspaceRoot, 'apps/server/project.json'), 'utf8')) as {
    targets: {
      build: { options: { main: string; tsConfig: string; target: string; esbuildOptions: BuildOptions } };
    };
  }
).targets.build;

describe('the bundle', () => {
  const { outputFiles } = buildSync({
    ...options.esbuildOptions,
    absWorkingDir: workspaceRoot,
    entryPoints: [options.main],
    tsconfig: options.tsConfig,
    target: options.target,
    bundle: true,
    format: 'esm',
    platform: 'node',
    minify: true,
    outfile: 'index.mjs',
    write: false,
  });
  const bundle = outputFiles[0]?.contents ?? new Uint8Array();

  it('is smaller than 2 KB', () => {
    expect(bundle.byteLength).toBeGreaterThan(0);
    expect(bundle.byteLength).toBeLessThan(2 * 1024);
  });

  it('greets when plain Node runs it as a module', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'server-bundle-'));
    try {
      const file = path.join(folder, 'index.mjs');
      writeFileSync(file, bundle);
      const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(file))});
        console.log(JSON.stringify(await handler({})));`;
      const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
      });
      expect(JSON.parse(printed)).toMatchObject({ body: '{"detail":"Hello Lambda Function URLs!!"}' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
