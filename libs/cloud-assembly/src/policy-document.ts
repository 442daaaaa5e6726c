/** A value or a list of values, as IAM's JSON grammar allows almost everywhere. */
export type OneOrMany<T> = T | readonly T[];

/** A value in a condition. CDK writes booleans and numbers as such, consoles write them as strings. */
export type ConditionValue = string | number | boolean;

/** Operator → context key → wanted value or values. All of them have to hold. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>>;

/** Who a statement of a resource-based policy speaks of ("AWS JSON policy elements: Principal"). */
export type PolicyPrincipal =
  | '*'
  | {
      readonly AWS?: OneOrMany<string>;
      readonly Service?: OneOrMany<string>;
      readonly Federated?: OneOrMany<string>;
      readonly CanonicalUser?: OneOrMany<string>;
    };

/** One statement in IAM's JSON grammar ("IAM JSON policy element reference"). */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PolicyPrincipal;
  readonly NotPrincipal?: PolicyPrincipal;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: ConditionBlock;
}

/** A policy as IAM stores it. Without a Version it is of 2008-10-17, which knows no policy variables. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}
