import { destinationOf, HyperplaneError, type Network } from '@furl/hyperplane';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789-.';
/** Further away than this nothing is meant. */
const FARTHEST = 3;

/** The names that are nearest to what was typed, the nearest first; at most three. */
export function nearest(typed: string, names: readonly string[]): string[] {
  const word = typed.toLowerCase();
  const most = Math.min(FARTHEST, Math.ceil(word.length / 4));
  return [...new Set(names)]
    .map((name) => ({
      name,
      away: isPart(word, name.toLowerCase()) ? 1 : distance(word, name.toLowerCase()),
    }))
    .filter(({ away }) => away <= most)
    .sort((a, b) => a.away - b.away || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** AWS services that are one slip of the fingers away from what was typed. */
export function nearestServices(network: Network, typed: string): string[] {
  const nothing: Network = { ...network, functions: [], resources: [], endpoints: [] };
  return [...new Set(slips(typed.toLowerCase()))].filter((word) => isService(nothing, word)).slice(0, 3);
}

function isService(network: Network, word: string): boolean {
  try {
    return destinationOf(network, word).kind === 'service';
  } catch (error) {
    if (error instanceof HyperplaneError) return false;
    throw error;
  }
}

/** Everything that becomes the word by one letter that is left out, swapped, taken for another, or too many. */
function slips(word: string): string[] {
  const places = Array.from(
    { length: word.length + 1 },
    (_, at) => [word.slice(0, at), word.slice(at)] as const,
  );
  return places.flatMap(([head, tail]) => [
    head + tail.slice(1),
    head + tail.slice(1, 2) + tail.slice(0, 1) + tail.slice(2),
    ...[...LETTERS].flatMap((letter) => [head + letter + tail, head + letter + tail.slice(1)]),
  ]);
}

function isPart(word: string, name: string): boolean {
  return word.length > 3 && name.includes(word);
}

/** Levenshtein's: how many letters to insert, delete or replace. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
