import type { Ids, Maybe, Named, Unknown } from './network';

/** Whether the template does not tell it. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value && 'path' in value;
}

/** The value, or undefined when it is not known. */
export function known<T>(value: Maybe<T> | undefined): T | undefined {
  return isUnknown(value) ? undefined : value;
}

/** The ids that are known, in the order given, each once. */
export function knownIds(ids: Ids): string[] {
  return isUnknown(ids) ? [] : [...new Set(ids.flatMap((id) => known(id) ?? []))];
}

/** What is not known of a list of ids: the list itself, or some of them. */
export function unknownIds(ids: Ids): Unknown[] {
  return isUnknown(ids) ? [ids] : ids.filter(isUnknown);
}

/** `FurlVpcLambda.Fn.VpcConfig: parameter SubnetIds has no default`. */
export function whyUnknown({ path, unknown }: Unknown): string {
  return `${path}: ${unknown}`;
}

/** What people call it. */
export function nameOf({ id, name }: Pick<Named, 'id' | 'name'>): string {
  return name ?? id;
}
