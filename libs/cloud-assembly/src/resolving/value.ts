/** What `AWS::NoValue` stands for: the property is as good as not there. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** A resolved value of a template: JSON without intrinsic functions, or no value at all. */
export type Value =
  null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value } | typeof NO_VALUE;

/** Numbers and booleans become text wherever CloudFormation wants text; undefined for everything else. */
export function asText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
