import { ANY, ANY_IN_SEGMENT, matchesPattern, type Pattern, type PatternToken } from './pattern';

const COLONS_BEFORE_RESOURCE = 5;

/**
 * Whether an ARN fits the pattern of a Resource element. A `*` reaches beyond a colon only where it ends its
 * segment ("IAM JSON policy elements: Resource"); in the resource part it matches anything.
 */
export function matchesResource(pattern: Pattern, arn: string): boolean {
  return matchesPattern(withinSegments(pattern), arn);
}

/**
 * Whether an ARN fits the pattern of an Arn condition: each of the six parts by itself ("IAM JSON policy
 * elements: Condition operators", ARN operators). Undefined when the pattern is not an ARN at all.
 */
export function matchesArn(pattern: Pattern, arn: string): boolean | undefined {
  const wanted = splitAtColons(pattern);
  const given = splitAtColons(Array.from(arn));
  if (wanted.length <= COLONS_BEFORE_RESOURCE) return undefined;
  if (given.length <= COLONS_BEFORE_RESOURCE) return false;
  return wanted.every((part, index) => matchesPattern(part, (given[index] ?? []).map(String).join('')));
}

function withinSegments(pattern: Pattern): Pattern {
  let colons = 0;
  return pattern.map((token, index) => {
    if (token === ':') colons += 1;
    if (token !== ANY || colons >= COLONS_BEFORE_RESOURCE) return token;
    const next = pattern.slice(index + 1).find((other) => other !== ANY);
    return next === undefined || next === ':' ? ANY : ANY_IN_SEGMENT;
  });
}

function splitAtColons(pattern: Pattern): readonly (readonly PatternToken[])[] {
  const parts: PatternToken[][] = [[]];
  for (const token of pattern) {
    if (token === ':' && parts.length <= COLONS_BEFORE_RESOURCE) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
