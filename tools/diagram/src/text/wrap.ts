import { type Face, widthOf } from './width';

/** Lines that fit, and whether there is more than they say. */
export interface Wrapped {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Where a text is broken: at a blank, else after punctuation, else where a word begins inMixedCase. */
const BREAKS: readonly ((before: string, after: string) => boolean)[] = [
  (before, after) => /\s/u.test(before) || /\s/u.test(after),
  (before) => /[-_./:,;]/u.test(before),
  (before, after) => /\p{Ll}/u.test(before) && /\p{Lu}/u.test(after),
];

/**
 * Breaks a text into at most so many lines of at most so wide, where a reader would. What
 * does not fit ends in an ellipsis.
 */
export function wrap(text: string, face: Face, width: number, most: number): Wrapped {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    if (widthOf(rest, face) <= width) {
      lines.push(rest);
      break;
    }
    if (lines.length === most - 1) {
      lines.push(`${longest(rest, face, width - widthOf('…', face)).trimEnd()}…`);
      return { lines, isCut: true };
    }
    const head = breakAt(longest(rest, face, width), rest);
    if (head === '') return { lines: [...lines, '…'], isCut: true };
    lines.push(head.trimEnd());
    rest = rest.slice(head.length).trimStart();
  }
  return { lines, isCut: false };
}

/** As much of a text as is at most so wide, by whole graphemes. */
function longest(text: string, face: Face, width: number): string {
  let sum = 0;
  let end = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    sum += widthOf(segment, face);
    if (sum > width) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** How much of a text that begins with `line` stands on it: a place to break in the second half, or all of the line. */
function breakAt(line: string, text: string): string {
  for (const canBreak of BREAKS) {
    for (let end = line.length; end > line.length / 2; end -= 1) {
      if (canBreak(text.charAt(end - 1), text.charAt(end))) return text.slice(0, end);
    }
  }
  return line;
}
