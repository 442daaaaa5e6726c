import { show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::Select`: `[index, list]`. */
export const select: Intrinsic = (argument, scope) => {
  const [position, values]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const index = Number(asText(scope.resolve(position ?? null)) ?? NaN);
  const list = scope.resolve(values ?? null);
  if (scope.isOpaque(list) && Number.isInteger(index))
    return scope.opaque(`element ${index} of a list that is not known`, `${String(list)}[${index}]`);
  const value = Array.isArray(list) && Number.isInteger(index) && index >= 0 ? list[index] : undefined;
  return value ?? scope.fail(`Fn::Select finds nothing at ${show(position)} in ${show(list)}`, 'Fn::Select');
};
