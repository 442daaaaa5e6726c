/** `1 function`, `2 functions`, `1,204 addresses`. */
export function counted(count: number, word: string, many = `${word}s`): string {
  return `${grouped(count)} ${count === 1 ? word : many}`;
}

/** `65,531`: the same everywhere, whatever the locale of the machine. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** All of them, or one fewer than `most` and how many are left out: `[shown, left out]`. */
export function capped<T>(items: readonly T[], most: number): [shown: readonly T[], leftOut: readonly T[]] {
  return items.length <= most ? [items, []] : [items.slice(0, most - 1), items.slice(most - 1)];
}

/** The list under a key, made when it is not there. */
export function listAt<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Things by their id; the first of two with the same one. */
export function byId<T extends { readonly id: string }>(things: readonly T[]): Map<string, T> {
  return new Map([...things].reverse().map((each) => [each.id, each]));
}

/** Sorted by code units: the same in every locale. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
