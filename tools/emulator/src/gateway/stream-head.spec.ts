import fc from 'fast-check';
import { MalformedResponse } from './response-parts';
import { PRELUDE_LIMIT, StreamHeadReader, type StreamHead } from './stream-head';

const PRELUDE = 'application/vnd.awslambda.http-integration-response';
const NULS = '\0'.repeat(8);

/** What a reader makes of a stream that comes in these pieces. */
function read(
  contentType: string,
  pieces: readonly Buffer[],
): { readonly head: StreamHead; readonly body: string } {
  const reader = new StreamHeadReader(contentType);
  for (const [index, piece] of pieces.entries()) {
    const begun = reader.push(piece);
    if (begun === undefined) continue;
    return {
      head: begun.head,
      body: Buffer.concat([begun.rest, ...pieces.slice(index + 1)]).toString('latin1'),
    };
  }
  return { head: reader.end(), body: '' };
}
const readText = (text: string) => read(PRELUDE, [Buffer.from(text)]);

it('takes the prelude for the head, and everything behind eight NUL bytes for the body', () => {
  expect(readText(`{"statusCode":"404","headers":{"a":"b"},"cookies":["c=1"]}${NULS}body\0${NULS}`)).toEqual({
    head: {
      status: 404,
      headers: [
        ['Content-Type', 'application/octet-stream'],
        ['a', 'b'],
        ['Set-Cookie', 'c=1'],
      ],
    },
    body: `body\0${NULS}`,
  });
});

it('reads the same whatever pieces it comes in', () => {
  const bytes = Buffer.from(`{"statusCode":201,"headers":{"x":"ü"}}${NULS}\0\0\0body${NULS}more`);
  const whole = read(PRELUDE, [bytes]);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));

      expect(read(PRELUDE, pieces)).toEqual(whole);
    }),
  );
});

it.each([
  ['no delimiter', '{"statusCode":200}', /has no prelude/],
  ['seven NUL bytes', `{"statusCode":200}${NULS.slice(1)}x`, /has no prelude/],
  ['no JSON', `nope${NULS}`, /prelude is not JSON/],
  ['no object', `[1]${NULS}`, /prelude is \[1\]/],
  ['a bad status', `{"statusCode":7}${NULS}`, /statusCode is 7/],
  ['no end', ' '.repeat(PRELUDE_LIMIT + 1), /no end within 131072 bytes/],
])('refuses a prelude with %s', (_what, text, message) => {
  expect(() => readText(text)).toThrow(MalformedResponse);
  expect(() => readText(text)).toThrow(message);
});

it('answers 200 without headers to a stream with a prelude that was ended at once', () => {
  expect(read(PRELUDE, [])).toEqual({ head: { status: 200, headers: [] }, body: '' });
});

it.each([[[]], [[Buffer.from(`{}${NULS}`)]]])('takes no prelude from another content type', (pieces) => {
  expect(read('text/css', pieces)).toEqual({
    head: { status: 200, headers: [['Content-Type', 'text/css']] },
    body: Buffer.concat(pieces).toString('latin1'),
  });
});
