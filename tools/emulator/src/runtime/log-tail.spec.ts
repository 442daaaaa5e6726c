import fc from 'fast-check';
import { LOG_TAIL_LIMIT, LogTail } from './log-tail';

function tailOf(lines: readonly string[]): string {
  const tail = new LogTail();
  for (const line of lines) tail.add(line);
  return tail.text;
}

// Lambda API, "Invoke": LogType Tail returns the last 4 KB.
it('keeps what ends a log, to the byte', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', '0'), maxLength: 2000 }), { maxLength: 60 }),
      (lines) => {
        expect(tailOf(lines)).toBe(
          lines
            .map((line) => `${line}\n`)
            .join('')
            .slice(-LOG_TAIL_LIMIT),
        );
      },
    ),
  );
});

it('never begins in the middle of a character, and keeps no more than 4 KB of bytes', () => {
  const text = tailOf(Array.from({ length: 1000 }, () => 'Grüße €'));

  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LOG_TAIL_LIMIT);
  expect(text).not.toContain('\ufffd');
});
