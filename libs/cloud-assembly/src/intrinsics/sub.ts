import { isObject, own, show } from '../json';
import { asText } from '../resolving/value';
import type { Scope } from '../resolving/scope';
import type { Intrinsic } from './intrinsic';

/** `Fn::Sub`: `${Name}`, `${LogicalId.Attribute}`, names of its own map, and `${!Literal}`. */
export const sub: Intrinsic = (argument, scope) => {
  const [template, map]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof template !== 'string' || (map !== undefined && !isObject(map))) {
    return scope.fail(`Fn::Sub takes a text, or a text and a map, not ${show(argument)}`, 'Fn::Sub');
  }
  let text = '';
  let position = 0;
  for (;;) {
    const start = template.indexOf('${', position);
    const end = start === -1 ? -1 : template.indexOf('}', start);
    if (end === -1) return text + template.slice(position);
    text += template.slice(position, start) + substitute(template.slice(start + 2, end), map, scope);
    position = end + 1;
  }
};

function substitute(name: string, map: unknown, scope: Scope): string {
  if (name.startsWith('!')) return '${' + name.slice(1) + '}';
  const key = name.trim();
  const mapped = own(map, key);
  const dot = key.indexOf('.');
  const value =
    mapped !== undefined
      ? scope.at(key).resolve(mapped)
      : dot === -1
        ? scope.reference(key)
        : scope.attribute(key.slice(0, dot), key.slice(dot + 1));
  return asText(value) ?? scope.fail(`\${${name}} in Fn::Sub is not a text`, key);
}
