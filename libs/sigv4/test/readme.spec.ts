import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const folder = path.resolve(__dirname, '..');
const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
const [example = '', printed = ''] = Array.from(
  readme.matchAll(/```(?:ts)?\n(.*?)```/gs),
  ([, code]) => code,
);

it("the README's example prints what the README says", () => {
  const { outputFiles } = buildSync({
    stdin: { contents: example, resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'silent',
  });

  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], {
    input: outputFiles[0]?.text ?? '',
    encoding: 'utf8',
  });

  expect(stderr).toBe('');
  expect(stdout).toBe(printed);
});
