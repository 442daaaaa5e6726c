import { entries, show } from '../json';
import type { Scope } from '../resolving/scope';
import { asText, type Value } from '../resolving/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::ImportValue`: an export of another stack of the same account and region. CDK's strong references. */
export const importValue: Intrinsic = (argument, scope) => {
  const name = asText(scope.resolve(argument));
  if (name === undefined) {
    return scope.fail(`Fn::ImportValue takes a name, not ${show(argument)}`, 'Fn::ImportValue');
  }
  return (
    exported(name, scope) ??
    scope.fail(`no stack of the assembly exports "${name}" in ${scope.stack.region}`, `import-${name}`)
  );
};

function exported(name: string, scope: Scope): Value | undefined {
  const { accountId, region } = scope.stack;
  for (const stack of scope.world.stacks) {
    if (stack.accountId !== accountId || stack.region !== region) continue;
    for (const [id] of entries(stack.template['Outputs'])) {
      if (scope.exportName(stack, id) === name) return scope.output(stack, id);
    }
  }
  return undefined;
}
