import { show } from '../json';
import type { Intrinsic } from './intrinsic';

/** `Ref`: a parameter, a pseudo parameter or a resource of the same stack. */
export const ref: Intrinsic = (argument, scope) =>
  typeof argument === 'string'
    ? scope.reference(argument)
    : scope.fail(`Ref takes a logical id, not ${show(argument)}`, 'Ref');
