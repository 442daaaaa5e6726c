import fc from 'fast-check';
import { DONE, encodeFrame, FrameReader } from './frames';

type Frame = readonly [kind: string, payload: string | undefined, size: number];

/** What a reader makes of bytes that come in these pieces. */
function read(
  pieces: readonly Buffer[],
  limit = 1000,
): { readonly frames: Frame[]; readonly isInside: boolean } {
  const frames: Frame[] = [];
  const reader = new FrameReader(limit, (kind, payload, size) =>
    frames.push([kind, payload?.toString('utf8'), size]),
  );
  for (const piece of pieces) reader.push(piece);
  return { frames, isInside: reader.isInside };
}

const payload = fc.string({ unit: 'binary', maxLength: 300 });

it('reads the same frames whatever pieces they come in', () => {
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 8 }), fc.array(fc.nat(3000)), (sent, cuts) => {
      const bytes = Buffer.concat(sent.map((text) => encodeFrame(DONE, text)));
      const at = [0, ...cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));

      expect(read(pieces, 1200)).toEqual({
        frames: sent.map((text) => [DONE, text, Buffer.byteLength(text)]),
        isInside: false,
      });
    }),
  );
});

it('keeps nothing of a frame that is too long, and reads the next', () => {
  const bytes = Buffer.concat([encodeFrame(DONE, 'x'.repeat(1001)), encodeFrame(DONE, 'next')]);
  const bytewise = [...bytes].map((byte) => Buffer.from([byte]));

  for (const pieces of [[bytes], bytewise]) {
    expect(read(pieces).frames).toEqual([
      [DONE, undefined, 1001],
      [DONE, 'next', 4],
    ]);
  }
});

it('knows when a part of a frame is missing', () => {
  const bytes = encodeFrame(DONE, 'half');

  expect(read([bytes.subarray(0, 3)]).isInside).toBe(true);
  expect(read([bytes.subarray(0, 7)]).isInside).toBe(true);
  expect(read([encodeFrame(DONE, 'x'.repeat(2000)).subarray(0, 100)]).isInside).toBe(true);
});
