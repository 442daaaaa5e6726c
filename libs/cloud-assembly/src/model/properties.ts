import { show } from '../json';
import { asText, type Value } from '../resolving/value';
import type { LiveResource } from './resources';

/** A property that is a text; undefined when it is absent, or of another type, which is a problem. */
export function text(live: LiveResource, ...path: readonly string[]): string | undefined {
  return typed(live, path, 'a text', asText);
}

/** A property that is a number, or a number as text. */
export function number(live: LiveResource, ...path: readonly string[]): number | undefined {
  return typed(live, path, 'a number', (value) => {
    const digits = asText(value) ?? '';
    return /^\d+$/.test(digits) ? Number(digits) : undefined;
  });
}

/** A property that is true or false, as such or as text. */
export function flag(live: LiveResource, ...path: readonly string[]): boolean | undefined {
  return typed(live, path, 'true or false', (value) => {
    const word = String(asText(value)).toLowerCase();
    return word === 'true' ? true : word === 'false' ? false : undefined;
  });
}

/** A property that is a list of texts; what is not a text in it is left out, and named. */
export function texts(live: LiveResource, ...path: readonly string[]): readonly string[] | undefined {
  const list = typed(live, path, 'a list', (value) =>
    Array.isArray(value) ? (value as readonly Value[]) : undefined,
  );
  return list?.flatMap((each, index) => {
    const item = asText(each);
    if (item === undefined)
      live.scope.at(...path, index).report(`${show(each)} is not a text; it is left out`);
    return item === undefined ? [] : [item];
  });
}

/** A property that is one of some words; the first of them when it is absent or none of them. */
export function choice<T extends string>(
  live: LiveResource,
  words: readonly [T, ...T[]],
  ...path: readonly string[]
): T {
  const given = text(live, ...path);
  const word = words.find((each) => each === given);
  if (given !== undefined && word === undefined) {
    live.scope.at(...path).report(`${show(given)} is not one of ${words.join(', ')}; ${words[0]} is taken`);
  }
  return word ?? words[0];
}

function typed<T>(
  live: LiveResource,
  path: readonly string[],
  what: string,
  read: (value: Value) => T | undefined,
): T | undefined {
  const value = live.scope.property(live.resource, ...path);
  if (value === undefined) return undefined;
  const result = read(value);
  if (result === undefined) live.scope.at(...path).report(`${show(value)} is not ${what}; it is left out`);
  return result;
}
