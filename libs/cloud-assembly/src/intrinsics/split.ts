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
  // How many parts it has is not known either; one part of it, by Fn::Select, stands for one value nonetheless.
  if (scope.isOpaque(text)) return scope.opaque('the parts of a text that is not known', `split-${text}`);
  return text.split(delimiter);
};
