import {
  compareAddress,
  compareArn,
  compareBinary,
  compareBool,
  compareDate,
  compareNumber,
  compareText,
  type Comparer,
} from './comparers';

/** A condition operator, taken apart. */
export interface ConditionOperator {
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
  readonly test:
    | { readonly kind: 'null' }
    | { readonly kind: 'compare'; readonly negated: boolean; readonly comparer: Comparer };
}

const exactly = compareText({ wildcards: false, ignoreCase: false });
const inAnyCase = compareText({ wildcards: false, ignoreCase: true });
const like = compareText({ wildcards: true, ignoreCase: false });
const equal = (given: number, wanted: number): boolean => given === wanted;
const less = (given: number, wanted: number): boolean => given < wanted;
const lessOrEqual = (given: number, wanted: number): boolean => given <= wanted;
const greater = (given: number, wanted: number): boolean => given > wanted;
const greaterOrEqual = (given: number, wanted: number): boolean => given >= wanted;

/** Every operator of "IAM JSON policy elements: Condition operators", in lower case. */
const OPERATORS: ReadonlyMap<string, ConditionOperator['test']> = new Map<string, ConditionOperator['test']>([
  ['null', { kind: 'null' }],
  ...positive('StringEquals', exactly),
  ...negative('StringNotEquals', exactly),
  ...positive('StringEqualsIgnoreCase', inAnyCase),
  ...negative('StringNotEqualsIgnoreCase', inAnyCase),
  ...positive('StringLike', like),
  ...negative('StringNotLike', like),
  ...positive('NumericEquals', compareNumber(equal)),
  ...negative('NumericNotEquals', compareNumber(equal)),
  ...positive('NumericLessThan', compareNumber(less)),
  ...positive('NumericLessThanEquals', compareNumber(lessOrEqual)),
  ...positive('NumericGreaterThan', compareNumber(greater)),
  ...positive('NumericGreaterThanEquals', compareNumber(greaterOrEqual)),
  ...positive('DateEquals', compareDate(equal)),
  ...negative('DateNotEquals', compareDate(equal)),
  ...positive('DateLessThan', compareDate(less)),
  ...positive('DateLessThanEquals', compareDate(lessOrEqual)),
  ...positive('DateGreaterThan', compareDate(greater)),
  ...positive('DateGreaterThanEquals', compareDate(greaterOrEqual)),
  ...positive('Bool', compareBool),
  ...positive('BinaryEquals', compareBinary),
  ...positive('IpAddress', compareAddress),
  ...negative('NotIpAddress', compareAddress),
  ...positive('ArnEquals', compareArn),
  ...positive('ArnLike', compareArn),
  ...negative('ArnNotEquals', compareArn),
  ...negative('ArnNotLike', compareArn),
]);

/**
 * Reads an operator such as `ForAnyValue:StringLikeIfExists`; case does not matter.
 * @returns undefined when AWS has no such operator; Null has neither IfExists nor set forms
 */
export function parseOperator(name: string): ConditionOperator | undefined {
  const parts = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/.exec(name.toLowerCase());
  const test = OPERATORS.get(parts?.[2] ?? '');
  if (parts === null || test === undefined) return undefined;
  const ifExists = parts[3] !== undefined;
  if (test.kind === 'null') return ifExists || parts[1] !== undefined ? undefined : { ifExists, test };
  if (parts[1] === undefined) return { ifExists, test };
  return { set: parts[1] === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue', ifExists, test };
}

function positive(name: string, comparer: Comparer): [[string, ConditionOperator['test']]] {
  return [[name.toLowerCase(), { kind: 'compare', negated: false, comparer }]];
}

function negative(name: string, comparer: Comparer): [[string, ConditionOperator['test']]] {
  return [[name.toLowerCase(), { kind: 'compare', negated: true, comparer }]];
}
