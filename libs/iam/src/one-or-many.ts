/**
 * The strings of an element that holds one or a list of them.
 * @returns undefined when it holds anything else, or nothing: AWS refuses to store such a policy
 */
export function strings(element: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(element) ? element : [element];
  if (list.length === 0) return undefined;
  return list.every((each): each is string => typeof each === 'string') ? list : undefined;
}

/** Whether a value is an object of JSON: neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
