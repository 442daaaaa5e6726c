import { show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::GetAZs`: the zones of a region. Only AWS knows them; a, b and c are assumed, and that is a problem. */
export const getAzs: Intrinsic = (argument, scope) => {
  const region = asText(scope.resolve(argument));
  if (region === undefined)
    return scope.fail(`Fn::GetAZs takes a region, not ${show(argument)}`, 'Fn::GetAZs');
  const zones = ['a', 'b', 'c'].map((letter) => `${region === '' ? scope.stack.region : region}${letter}`);
  scope.report(`only AWS knows the availability zones of a region; ${zones.join(', ')} are assumed`);
  // They are distinct, whatever they are called.
  for (const zone of zones) scope.world.opaque.add(zone);
  return zones;
};
