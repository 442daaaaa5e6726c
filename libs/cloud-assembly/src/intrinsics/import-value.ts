import { entries, show } from '../json';
import type { Scope } from '../resolving/scope';
import { asText } from '../resolving/value';
import type { Export } from '../resolving/world';
import type { Intrinsic } from './intrinsic';

/** `Fn::ImportValue`: an export of another stack of the same account and region. CDK's strong references. */
export const importValue: Intrinsic = (argument, scope) => {
  const name = asText(scope.resolve(argument));
  if (name === undefined) {
    return scope.fail(`Fn::ImportValue takes a name, not ${show(argument)}`, 'Fn::ImportValue');
  }
  const found = exportsOf(scope).get(name);
  const value = found === undefined ? undefined : scope.output(found.stack, found.output);
  return (
    value ??
    scope.opaque(`no stack of the assembly exports "${name}" in ${scope.stack.region}`, `import-${name}`)
  );
};

/** What the stacks of an account and region export; read once, since a template may import by the thousand. */
function exportsOf(scope: Scope): ReadonlyMap<string, Export> {
  const { accountId, region } = scope.stack;
  const key = `${accountId} ${region}`;
  const known = scope.world.exports.get(key);
  if (known !== undefined) return known;
  const found = new Map<string, Export>();
  // Before it is filled: a name that is itself imported finds what was read until then.
  scope.world.exports.set(key, found);
  for (const stack of scope.world.stacks) {
    if (stack.accountId !== accountId || stack.region !== region) continue;
    for (const [output] of entries(stack.template['Outputs'])) {
      const name = scope.exportName(stack, output);
      if (name !== undefined && !found.has(name)) found.set(name, { stack, output });
    }
  }
  return found;
}
