import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { zip, type ZippedFile } from '../test/support/zip';
import { unzip, UnzipError } from './unzip';

let folder: string;
let into: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'furl-unzip-')));
  into = join(folder, 'into');
  mkdirSync(into);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function unpack(files: readonly ZippedFile[], limit?: number): Promise<number> {
  const archive = join(folder, 'asset.zip');
  writeFileSync(archive, zip(files));
  return unzip(archive, into, limit);
}
const link = (name: string, content: string): ZippedFile => ({ name, content, mode: 0o120777 });

it('unpacks files and folders with their modes', async () => {
  const bytes = await unpack([
    { name: 'index.mjs', content: 'export {}' },
    { name: 'empty/', content: '' },
    { name: 'bin/tool', content: '#!/bin/sh', mode: 0o100755 },
    { name: 'ümlaut/ß.txt', content: Buffer.from([0, 255]), mode: 0 },
  ]);

  expect(bytes).toBe(9 + 9 + 2);
  expect(readFileSync(join(into, 'index.mjs'), 'utf8')).toBe('export {}');
  expect(statSync(join(into, 'empty')).isDirectory()).toBe(true);
  expect(statSync(join(into, 'bin/tool')).mode & 0o111).toBe(0o111);
  expect(statSync(join(into, 'index.mjs')).mode & 0o111).toBe(0);
  expect([...readFileSync(join(into, 'ümlaut/ß.txt'))]).toEqual([0, 255]);
});

it('makes links that stay inside', async () => {
  await unpack([
    { name: 'real/a.js', content: 'a' },
    link('node_modules', 'real'),
    link('b.js', 'node_modules/a.js'),
  ]);
  expect(readFileSync(join(into, 'b.js'), 'utf8')).toBe('a');
});

it.each<[string, ZippedFile[], RegExp]>([
  ['a name with ..', [{ name: '../outside', content: 'x' }], /\.\./],
  ['a name with .. in the middle', [{ name: 'a/../../outside', content: 'x' }], /\.\./],
  ['an absolute name', [{ name: '/outside', content: 'x' }], /absolute/],
  ['a link to the outside', [link('a', '..')], /leads out of the archive/],
  ['an absolute link', [link('a', tmpdir())], /leads out of the archive/],
  [
    'a link over a link',
    [{ name: 'x/y/file', content: '' }, link('x/z', '..'), link('b', 'x/z/..')],
    /leads out of the archive/,
  ],
  ['a file behind a link', [link('a', '..'), { name: 'a/outside', content: 'x' }], /EEXIST|leads out/],
])('refuses %s', async (_what, files, message) => {
  const before = readdirSync(folder).concat('asset.zip').sort();
  await expect(unpack(files)).rejects.toThrow(message);
  expect([...new Set(before)].sort()).toEqual(readdirSync(folder).sort());
});

it('leaves out a link that leads nowhere', async () => {
  await unpack([link('dangling', 'not-there'), { name: 'a', content: '' }]);
  expect(() => lstatSync(join(into, 'dangling'))).toThrow('ENOENT');
});

it('takes no more than the quota', async () => {
  const ten = { name: 'a', content: '0123456789' };
  expect(await unpack([ten], 10)).toBe(10);
  await expect(
    unpack(
      [
        { ...ten, name: 'b' },
        { name: 'c', content: 'x' },
      ],
      10,
    ),
  ).rejects.toThrow('more than 10 bytes');
});

it('refuses an entry that has more than it says', async () => {
  const bomb = { name: 'bomb', content: Buffer.alloc(1024 * 1024), claimedSize: 10 };
  await expect(unpack([bomb], 1000)).rejects.toThrow(UnzipError);
});

it('says so of what is no zip', async () => {
  writeFileSync(join(folder, 'asset.zip'), 'not a zip');
  await expect(unzip(join(folder, 'asset.zip'), into)).rejects.toThrow(UnzipError);
});

it('writes nothing outside, whatever bytes an archive has', async () => {
  const good = zip([
    { name: 'dir/index.mjs', content: 'export {}' },
    link('l', 'dir'),
    { name: 'b', content: 'b' },
  ]);
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const bytes = Buffer.from(good);
      for (const [index, value] of changes) bytes[index] = value;
      writeFileSync(join(folder, 'asset.zip'), bytes);
      rmSync(into, { recursive: true, force: true });
      mkdirSync(into);
      const error: unknown = await unzip(join(folder, 'asset.zip'), into).catch((reason: unknown) => reason);
      expect(typeof error === 'number' || error instanceof UnzipError).toBe(true);
      expect(readdirSync(folder).sort()).toEqual(['asset.zip', 'into']);
    }),
    { numRuns: 200 },
  );
});
