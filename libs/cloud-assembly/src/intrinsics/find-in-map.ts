import { own, show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::FindInMap`: `[map, key, key, {DefaultValue}?]`. */
export const findInMap: Intrinsic = (argument, scope) => {
  const [map, top, second, options]: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const keys = [map, top, second].map((key) => asText(scope.resolve(key ?? null)));
  const fallback = own(options, 'DefaultValue');
  const found = keys.reduce<unknown>(
    (object, key) => (key === undefined ? undefined : own(object, key)),
    scope.stack.template['Mappings'],
  );
  if (found === undefined && fallback === undefined) {
    return scope.fail(`Fn::FindInMap finds nothing at ${show(keys)}`, 'Fn::FindInMap');
  }
  return scope.resolve(found ?? fallback);
};
