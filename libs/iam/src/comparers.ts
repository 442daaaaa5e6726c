import { BlockList, isIP } from 'node:net';

import { matchesArn } from './arn';
import { ANY, matchesPattern, type PatternToken } from './pattern';
import { readPolicyText } from './policy-variables';
import type { RequestContext } from './request-context';
import type { Truth } from './truth';

/** What a comparer may look at beside the two values. */
export interface ComparerScope {
  readonly context: RequestContext;
  /** Whether the policy's version knows variables. */
  readonly variables: boolean;
  /** Whether the outcome will be turned round: what cannot be resolved must then not count as "no". */
  readonly negated: boolean;
}

/**
 * Compares a value of the request with one value of the policy.
 * `unknown` when the policy's value is none of this type: AWS would not have stored it.
 */
export type Comparer = (given: string, wanted: string, scope: ComparerScope) => Truth;

/** Equality of texts, with `*` and `?` as wildcards or not, in any case or not; variables are filled in. */
export function compareText(options: { wildcards: boolean; ignoreCase: boolean }): Comparer {
  return (given, wanted, scope) => {
    const read = readPolicyText(wanted, scope.context, { ...options, variables: scope.variables });
    if ('unresolved' in read) return scope.negated ? 'unknown' : false;
    return options.ignoreCase
      ? matchesPattern(read.pattern.map(lowerCase), given.toLowerCase())
      : matchesPattern(read.pattern, given);
  };
}

/** ARNs, part by part, with wildcards; ArnEquals and ArnLike are the same. */
export const compareArn: Comparer = (given, wanted, scope) => {
  const read = readPolicyText(wanted, scope.context, { wildcards: true, variables: scope.variables });
  if ('unresolved' in read) return scope.negated ? 'unknown' : false;
  if (read.pattern.every((token) => token === ANY)) return 'unknown';
  return matchesArn(read.pattern, given) ?? 'unknown';
};

/** Decimal numbers. */
export function compareNumber(holds: (given: number, wanted: number) => boolean): Comparer {
  return (given, wanted) => {
    const numbers = [given, wanted].map(toNumber);
    const [left, right] = numbers;
    return left === undefined || right === undefined ? 'unknown' : holds(left, right);
  };
}

/** Dates of ISO 8601, or seconds since 1970. */
export function compareDate(holds: (given: number, wanted: number) => boolean): Comparer {
  return (given, wanted) => {
    const [left, right] = [given, wanted].map(toMilliseconds);
    return left === undefined || right === undefined ? 'unknown' : holds(left, right);
  };
}

/** `true` and `false`, as JSON or as text. */
export const compareBool: Comparer = (given, wanted) => {
  const [left, right] = [given, wanted].map(toBoolean);
  return left === undefined || right === undefined ? 'unknown' : left === right;
};

/** Base64 on both sides, compared byte for byte. */
export const compareBinary: Comparer = (given, wanted) => {
  const [left, right] = [given, wanted].map(toBytes);
  return left === undefined || right === undefined ? 'unknown' : left === right;
};

/** An IPv4 or IPv6 address in a range; a range without a prefix is one address. */
export const compareAddress: Comparer = (given, wanted) => {
  const [address = '', prefix, ...rest] = wanted.split('/');
  const family = isIP(address);
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix ?? '0')) return 'unknown';
  if (bits > (family === 4 ? 32 : 128) || isIP(given) === 0 || given.includes('%') || address.includes('%')) {
    return 'unknown';
  }
  const range = new BlockList();
  range.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return range.check(given, isIP(given) === 4 ? 'ipv4' : 'ipv6');
};

/** Reads `true` or `false` in any case; undefined for everything else. */
export function toBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

function lowerCase(token: PatternToken): PatternToken {
  return typeof token === 'string' ? token.toLowerCase() : token;
}

function toNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const ISO_DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

function toMilliseconds(text: string): number | undefined {
  // A bare number of more than four digits is seconds; four digits are a year.
  if (/^\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text)) return Number(text) * 1000;
  if (!ISO_DATE.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function toBytes(text: string): string | undefined {
  const valid = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return valid ? Buffer.from(text, 'base64').toString('hex') : undefined;
}
