import { isUnknown, unknownIds, whyUnknown, type Ids, type Maybe, type Named } from '@furl/hyperplane';

/** Words of the picture. What a template does not tell is drawn otherwise, and says why when it is pointed at. */
export interface Fact {
  readonly text: string;
  /** Why it is not known; absent when it is. */
  readonly unknown?: string;
}

/** Why ids are not known, each reason once. */
export function doubts(ids: Ids): string[] {
  return [...new Set(unknownIds(ids).map(whyUnknown))];
}

/** The value as words, or `<what> unknown` and why. */
export function fact(value: Maybe<string>, what: string): Fact {
  return isUnknown(value) ? { text: `${what} unknown`, unknown: whyUnknown(value) } : { text: value };
}

/** What people call it; its id when nobody calls it anything. */
export function nameOf({ id, name }: Pick<Named, 'id' | 'name'>): string {
  return name === undefined || name.trim() === '' ? id : name;
}
