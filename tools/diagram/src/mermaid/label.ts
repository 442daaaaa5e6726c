import { clean } from '../text/clean';

/** What means nothing to Mermaid, Markdown or HTML wherever it stands in a quoted label. */
const HARMLESS = /^[\p{L}\p{N} ,()λ…→·−/:-]$/u;

/**
 * A label of several lines, in quotes. Every character that Mermaid, Markdown or HTML could take for its own becomes an
 * entity code (Mermaid, "Entity codes to escape characters"). What is harmless stays as it is, because Mermaid does not
 * decode the codes in a subgraph's title when its host has HTML labels switched off.
 */
export function label(lines: readonly string[]): string {
  return `"${lines.map(encoded).join('<br/>')}"`;
}

/** One line for `accTitle` and `accDescr`, which take no quotes and end with the line. */
export function plainLine(text: string): string {
  return encoded(text);
}

/** What Mermaid acts on after it has decoded the codes: mathematics, icons, line breaks, codes. A word joiner comes between. */
const LATE = /(?<=\$)(?=\$)|(?<=:)(?=fa-)|(?<=\\)(?=n)|(?<=\u00b6)(?=\u00df)/g;

function encoded(text: string): string {
  // The ligature is what Mermaid itself writes for an entity code, and turns back twice.
  const line = clean(text).trim().replaceAll('\ufb02', 'fl').replace(LATE, '\u2060');
  // "1. " and "1) " begin a list, a hyphen one or a rule: labels are read as Markdown.
  const list = /^(?:\d+(?=[.)](?:\s|$))|(?=-))/.exec(line)?.[0].length;
  // Mermaid takes the semicolon from the last code of a line with one of these words and a colon.
  const word = /style|classDef/g;
  const words = new Set([...line.matchAll(word)].map(({ index }) => index));
  return Array.from(line.matchAll(/./gsu), ({ 0: character, index }) => {
    const isPlain =
      HARMLESS.test(character) ||
      (character === '.' && index > 0) ||
      (character === '_' && isInWord(line, index));
    return isPlain && index !== list && !words.has(index)
      ? character
      : `#${character.codePointAt(0) ?? 0xfffd};`;
  }).join('');
}

/** An underscore between letters and digits emphasises nothing (CommonMark, "Emphasis and strong emphasis"). */
function isInWord(line: string, index: number): boolean {
  return /[A-Za-z0-9]/.test(line.charAt(index - 1)) && /[A-Za-z0-9]/.test(line.charAt(index + 1));
}
