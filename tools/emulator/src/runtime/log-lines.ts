import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** The longest line that is handed on in one piece, in characters: a log event of CloudWatch holds 256 KB. */
export const LINE_LIMIT = 256 * 1024;

/**
 * Hands on what `stream` brings line by line, without the line ends. A longer line than `limit` comes in pieces, so
 * that a function which never ends its line fills no memory but its own. The runtime client writes the line breaks
 * inside one message as CR: they end a line too.
 */
export function forwardLines(stream: Readable, onLine: (line: string) => void, limit = LINE_LIMIT): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) pieces(line, limit).forEach(onLine);
    while (rest.length > limit) {
      onLine(rest.slice(0, limit));
      rest = rest.slice(limit);
    }
  };
  stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)));
  stream.once('end', () => {
    take(decoder.end());
    if (rest !== '') onLine(rest.replace(/\r$/, ''));
  });
  // The process is gone; its end is reported where it is seen.
  stream.on('error', () => undefined);
}

function pieces(line: string, limit: number): string[] {
  const count = Math.max(1, Math.ceil(line.length / limit));
  return Array.from({ length: count }, (_, index) => line.slice(index * limit, (index + 1) * limit));
}
