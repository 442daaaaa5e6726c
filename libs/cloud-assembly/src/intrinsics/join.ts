import { show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::Join`: `[delimiter, list]`. */
export const join: Intrinsic = (argument, scope) => {
  const [delimiter, list]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const parts = list === undefined ? undefined : scope.resolve(list);
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) {
    return scope.fail(`Fn::Join takes a delimiter and a list, not ${show(argument)}`, 'Fn::Join');
  }
  return parts
    .map((part) => asText(part) ?? scope.fail(`${show(part)} in Fn::Join is not a text`, 'Fn::Join'))
    .join(delimiter);
};
