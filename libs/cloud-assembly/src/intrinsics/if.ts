import { show } from '../json';
import type { Intrinsic } from './intrinsic';

/** `Fn::If`: `[condition, then, else]`; only the branch that counts is resolved. */
export const ifThenElse: Intrinsic = (argument, scope) => {
  const [condition, then, otherwise]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  if (typeof condition !== 'string' || then === undefined || otherwise === undefined) {
    return scope.fail(`Fn::If takes a condition and two values, not ${show(argument)}`, 'Fn::If');
  }
  const holds = scope.condition(condition);
  if (holds === undefined)
    return scope.fail(`whether ${condition} holds is not known`, `Fn::If-${condition}`);
  return scope.at(holds ? 1 : 2).resolve(holds ? then : otherwise);
};
