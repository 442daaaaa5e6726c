/** `*`: any run of characters. */
export const ANY = Symbol('*');
/** `*` inside a segment of an ARN: any run of characters but a colon. */
export const ANY_IN_SEGMENT = Symbol('* within a segment');
/** `?`: exactly one character. */
export const ONE = Symbol('?');

/** One step of a pattern: a wildcard, or one character (code point) that has to be there. */
export type PatternToken = typeof ANY | typeof ANY_IN_SEGMENT | typeof ONE | string;

/** A pattern, read once and matched by hand: no regular expression is built from what a policy says. */
export type Pattern = readonly PatternToken[];

/** Reads `*` and `?` as wildcards and everything else as itself. */
export function parsePattern(text: string): Pattern {
  return Array.from(text, (character) => (character === '*' ? ANY : character === '?' ? ONE : character));
}

/**
 * Whether the whole text fits the pattern. All positions that the text can be at are followed side by side,
 * so the work is at most (length of pattern) × (length of text), whatever the pattern.
 */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  const characters = Array.from(text);
  // Up to the first star there is one position only: most patterns of policies end here.
  let fixed = 0;
  for (; fixed < pattern.length; fixed += 1) {
    const token = pattern[fixed];
    if (token === ANY || token === ANY_IN_SEGMENT) break;
    if (fixed >= characters.length || (token !== ONE && token !== characters[fixed])) return false;
  }
  if (fixed === pattern.length) return fixed === characters.length;
  if (fixed === pattern.length - 1 && pattern[fixed] === ANY) return true;
  return matchesRest(pattern.slice(fixed), characters.slice(fixed));
}

function matchesRest(pattern: Pattern, characters: readonly string[]): boolean {
  let reachable = new Uint8Array(characters.length + 1);
  reachable[0] = 1;
  let previous: PatternToken | undefined;
  for (const token of pattern) {
    if (token === ANY && previous === ANY) continue;
    previous = token;
    const next = new Uint8Array(characters.length + 1);
    let alive = false;
    for (let position = 0; position <= characters.length; position += 1) {
      if (isReached(token, position, characters, reachable, next)) {
        next[position] = 1;
        alive = true;
      }
    }
    if (!alive) return false;
    reachable = next;
  }
  return reachable[characters.length] === 1;
}

function isReached(
  token: PatternToken,
  position: number,
  characters: readonly string[],
  before: Uint8Array,
  sofar: Uint8Array,
): boolean {
  const consumed = characters[position - 1];
  if (token === ANY || token === ANY_IN_SEGMENT) {
    if (before[position] === 1) return true;
    return sofar[position - 1] === 1 && (token === ANY || consumed !== ':');
  }
  return before[position - 1] === 1 && (token === ONE || token === consumed);
}
