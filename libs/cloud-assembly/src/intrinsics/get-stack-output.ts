import { isObject, own, show } from '../json';
import { asText } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::GetStackOutput`: an output of another stack, of any account and region. CDK's weak references. */
export const getStackOutput: Intrinsic = (argument, scope) => {
  const part = (name: string): string | undefined =>
    own(argument, name) === undefined ? undefined : asText(scope.at(name).resolve(own(argument, name)));
  const name = part('StackName');
  const output = part('OutputName');
  const region = part('Region') ?? scope.stack.region;
  if (!isObject(argument) || name === undefined || output === undefined) {
    return scope.fail(
      `Fn::GetStackOutput takes StackName and OutputName, not ${show(argument)}`,
      'Fn::GetStackOutput',
    );
  }
  // A stack of another account is read through a role of that account.
  const account = part('RoleArn')?.split(':')[4] ?? scope.stack.accountId;
  const stack = scope.world.stacks.find(
    (other) => other.name === name && other.region === region && other.accountId === account,
  );
  const value = stack === undefined ? undefined : scope.output(stack, output);
  if (value !== undefined) return value;
  const placeholder = `output-${name}-${output}`;
  return stack === undefined
    ? scope.opaque(`the assembly has no stack "${name}" in ${region}`, placeholder)
    : scope.refuse(
        'OUTPUT_MISSING',
        `the stack "${name}" has no output "${output}"`,
        'add it, or synthesise both stacks together',
        placeholder,
      );
};
