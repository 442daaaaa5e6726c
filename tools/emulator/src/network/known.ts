import type { Ids, Maybe } from '@furl/hyperplane';

/** A text, unless the template does not tell it. */
export function known<T extends string>(value: Maybe<T> | undefined): T | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Ids, without those that the template does not tell. */
export function knownIds(ids: Ids): readonly string[] {
  return 'unknown' in ids ? [] : ids.filter((id) => typeof id === 'string');
}
