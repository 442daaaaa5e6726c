import { show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::Split`: `[delimiter, text]`. */
export const split: Intrinsic = (argument, scope) => {
  const [delimiter, source]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const text = asText(scope.resolve(source ?? null));
  if (typeof delimiter !== 'string' || delimiter === '' || text === undefined) {
    return scope.fail(`Fn::Split takes a delimiter and a text, not ${show(argument)}`, 'Fn::Split');
  }
  return text.split(delimiter);
};
