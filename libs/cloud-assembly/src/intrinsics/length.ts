import { show } from '../json';
import type { Intrinsic } from './intrinsic';

/** `Fn::Length`: how many elements a list has. */
export const length: Intrinsic = (argument, scope) => {
  const list = scope.resolve(argument);
  return Array.isArray(list)
    ? list.length
    : scope.fail(`Fn::Length takes a list, not ${show(argument)}`, 'Fn::Length');
};
