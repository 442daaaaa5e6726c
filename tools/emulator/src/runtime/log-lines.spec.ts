import { PassThrough } from 'node:stream';
import { forwardLines } from './log-lines';

async function linesOf(chunks: readonly (string | Buffer)[], limit?: number): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  forwardLines(stream, (line) => lines.push(line), limit);
  for (const chunk of chunks) {
    stream.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  stream.end();
  await new Promise((resolve) => stream.once('close', resolve));
  return lines;
}

it.each<[what: string, chunks: (string | Buffer)[], lines: string[]]>([
  ['lines of every kind', ['a\nb\r\nc\rd\n\ne\n'], ['a', 'b', 'c', 'd', '', 'e']],
  ['a line in pieces', ['a', 'b', 'c\n'], ['abc']],
  ['CR and LF that come apart', ['a\r', '\nb\n'], ['a', 'b']],
  ['no line end at the end', ['a\nb'], ['a', 'b']],
  ['a character that comes apart', [Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 0x0a])], ['€']],
  ['nothing', [], []],
])('hands on %s', async (_what, chunks, lines) => {
  expect(await linesOf(chunks)).toEqual(lines);
});

it('hands on a line that never ends in pieces, as it comes', async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  forwardLines(stream, (line) => lines.push(line), 10);

  for (let round = 0; round < 10; round += 1) {
    stream.write('0123456');
    await new Promise((resolve) => setImmediate(resolve));
  }

  expect(lines.join('').length).toBeGreaterThanOrEqual(60);
  expect(lines.every((line) => line.length <= 10)).toBe(true);
});

it('cuts a line that is too long and whole', async () => {
  expect(await linesOf([`${'x'.repeat(25)}\ny\n`], 10)).toEqual([
    'x'.repeat(10),
    'x'.repeat(10),
    'xxxxx',
    'y',
  ]);
});
