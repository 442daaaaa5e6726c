import { show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::Base64`: a text, encoded. */
export const base64: Intrinsic = (argument, scope) => {
  const text = asText(scope.resolve(argument));
  return text === undefined
    ? scope.fail(`Fn::Base64 takes a text, not ${show(argument)}`, 'Fn::Base64')
    : Buffer.from(text, 'utf8').toString('base64');
};
