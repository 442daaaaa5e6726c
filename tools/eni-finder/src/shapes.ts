/** Whether a value is an object with members, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text; undefined for everything else, and for an empty one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list; none where it is no list. */
export function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The objects of a list; none where it is no list. */
export function recordList(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A moment: ISO 8601 as the CLI and Lambda write it, or seconds since 1970 as version 1 of the CLI writes some. */
export function dateOf(value: unknown): Date | undefined {
  const date =
    value instanceof Date
      ? value
      : new Date(typeof value === 'number' ? value * 1000 : (textOf(value) ?? NaN));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
