import type { Named } from '@furl/hyperplane';

/** What people call things, by id; those of the same name with the stack that they are of: `orders (Beta-App)`. */
export function labelsOf(things: readonly Named[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(nameOf(thing), (counts.get(nameOf(thing)) ?? 0) + 1);
  return new Map(
    things.map((thing) => {
      const name = nameOf(thing);
      const stack = thing.path?.split('.')[0];
      return [thing.id, counts.get(name) === 1 || stack === undefined ? name : `${name} (${stack})`];
    }),
  );
}

/** The name, or the id of what has none. */
export function nameOf({ id, name }: Named): string {
  return name ?? id;
}

/** All that have an id, a path (`Stack.LogicalId`) or a name: the one with the id or the path, else those of the name. */
export function called<T extends Named>(things: readonly T[], asked: string): readonly T[] {
  const exact = things.find(({ id, path }) => id === asked || path === asked);
  return exact === undefined ? things.filter((thing) => nameOf(thing) === asked) : [exact];
}
