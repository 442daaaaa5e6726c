import { show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::GetAtt`: `["LogicalId", "Attribute"]` or `"LogicalId.Attribute"`; the attribute may hold a Ref. */
export const getAtt: Intrinsic = (argument, scope) => {
  if (typeof argument === 'string' && argument.includes('.')) {
    const dot = argument.indexOf('.');
    return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1));
  }
  if (Array.isArray(argument) && argument.length >= 2 && typeof argument[0] === 'string') {
    const parts = argument.slice(1).map((part: unknown) => asText(scope.resolve(part)));
    if (parts.every((part) => part !== undefined)) return scope.attribute(argument[0], parts.join('.'));
  }
  return scope.fail(`Fn::GetAtt takes a logical id and an attribute, not ${show(argument)}`, 'Fn::GetAtt');
};
