import type { Ids, Maybe, Named, Unknown } from '@furl/hyperplane';

/** Words of the picture. What a template does not tell is drawn otherwise, and says why when it is pointed at. */
export interface Fact {
  readonly text: string;
  /** Why it is not known; absent when it is. */
  readonly unknown?: string;
}

/** Whether the template does not tell it. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value && 'path' in value;
}

/** The value, or undefined when it is not known or not there. */
export function known<T>(value: Maybe<T> | undefined): T | undefined {
  return isUnknown(value) ? undefined : value;
}

/** The ids that are known, in the order given, each once. */
export function knownIds(ids: Ids): string[] {
  return isUnknown(ids) ? [] : [...new Set(ids.flatMap((id) => known(id) ?? []))];
}

/** Why ids are not known, each reason once. */
export function doubts(ids: Ids): string[] {
  const unknown = isUnknown(ids) ? [ids] : ids.filter(isUnknown);
  return [...new Set(unknown.map(why))];
}

/** `FurlVpcLambda.Fn.VpcConfig: parameter SubnetIds has no default`. */
export function why({ path, unknown }: Unknown): string {
  return `${path}: ${unknown}`;
}

/** The value as words, or `<what> unknown` and why. */
export function fact(value: Maybe<string>, what: string): Fact {
  return isUnknown(value) ? { text: `${what} unknown`, unknown: why(value) } : { text: value };
}

/** What people call it; its id when nobody calls it anything. */
export function nameOf({ id, name }: Pick<Named, 'id' | 'name'>): string {
  return name === undefined || name.trim() === '' ? id : name;
}
