import { ANY, ONE, type PatternToken } from './pattern';
import type { RequestContext } from './request-context';

/** How a text of a policy is to be read. */
export interface ReadingRules {
  /** Whether `*` and `?` are wildcards here. */
  readonly wildcards: boolean;
  /** Whether `${…}` is a variable here: only in policies of version 2012-10-17. */
  readonly variables: boolean;
}

/**
 * Reads a text of a policy with its variables filled in ("IAM policy elements: Variables and tags"):
 * `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for these characters themselves. What a variable
 * brings is taken literally: a wildcard in a user's name matches nothing but itself.
 * @returns the pattern, or the name of the variable that the request has no single value for
 */
export function readPolicyText(
  text: string,
  context: RequestContext,
  rules: ReadingRules,
): { readonly pattern: readonly PatternToken[] } | { readonly unresolved: string } {
  const pattern: PatternToken[] = [];
  let position = 0;
  while (position < text.length) {
    const end = rules.variables && text.startsWith('${', position) ? text.indexOf('}', position) : -1;
    if (end !== -1) {
      const expression = text.slice(position + 2, end);
      const value = variableValue(expression, context);
      if (value === undefined) return { unresolved: '${' + expression + '}' };
      for (const character of value) pattern.push(character);
      position = end + 1;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
    if (rules.wildcards && character === '*') pattern.push(ANY);
    else if (rules.wildcards && character === '?') pattern.push(ONE);
    else pattern.push(character);
    position += character.length;
  }
  return { pattern };
}

function variableValue(expression: string, context: RequestContext): string | undefined {
  if (expression === '*' || expression === '?' || expression === '$') return expression;
  const comma = expression.indexOf(',');
  const key = (comma === -1 ? expression : expression.slice(0, comma)).trim().toLowerCase();
  const values = context.get(key) ?? [];
  // A key of several values cannot be a variable.
  if (values.length === 1) return values[0];
  if (comma === -1 || values.length > 1) return undefined;
  const fallback = expression.slice(comma + 1).trim();
  return fallback.length >= 2 && fallback.startsWith("'") && fallback.endsWith("'")
    ? fallback.slice(1, -1)
    : undefined;
}
