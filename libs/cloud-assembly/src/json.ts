/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object of JSON: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property of an object; undefined for everything else, so that `__proto__` and `toString` are not found. */
export function own(object: unknown, key: string): unknown {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The own entries of an object; none when it is not one. */
export function entries(object: unknown): readonly (readonly [string, unknown])[] {
  return isObject(object) ? Object.entries(object) : [];
}

/** A value for a message: JSON, cut where it gets long. */
export function show(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 120 ? `${text.slice(0, 117)}…` : text;
  } catch {
    return 'a value too large to show';
  }
}
