import type { Intrinsic } from './intrinsic';

/** `Fn::ToJsonString`: a list or an object as text. */
export const toJsonString: Intrinsic = (argument, scope) => JSON.stringify(scope.resolve(argument)) ?? '';
