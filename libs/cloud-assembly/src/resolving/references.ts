import { own, show } from '../json';
import { partitionOf, stackId, type Stack } from '../reading/stack';
import { resourceReference } from './resource-attributes';
import type { Scope } from './scope';
import { asText, NO_VALUE, type Value } from './value';

/** What `Ref` gives: a pseudo parameter, a parameter, or a resource's physical id. */
export function resolveReference(name: string, scope: Scope): Value {
  const pseudo = pseudoParameter(name, scope.stack);
  if (pseudo !== undefined) return pseudo;
  const parameter = own(scope.stack.template['Parameters'], name);
  if (parameter !== undefined) return resolveParameter(name, parameter, scope);
  return resourceReference(name, scope);
}

function pseudoParameter(name: string, stack: Stack): Value | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return stack.accountId;
    case 'AWS::Region':
      return stack.region;
    case 'AWS::Partition':
      return partitionOf(stack.region);
    case 'AWS::URLSuffix':
      return partitionOf(stack.region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::StackId':
      return stackId(stack);
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::NoValue':
      return NO_VALUE;
    default:
      return undefined;
  }
}

/** A parameter's value: what the parent stack passes, else its default. */
function resolveParameter(name: string, parameter: unknown, scope: Scope): Value {
  const type = own(parameter, 'Type');
  const passed = passedByParent(name, scope);
  const value = passed ?? own(parameter, 'Default');
  if (typeof type === 'string' && type.startsWith('AWS::SSM::Parameter')) {
    return scope.opaque(
      `the parameter ${name} is read from Systems Manager (${show(value)}) at deployment`,
      `ssm-${asText(passed ?? undefined) ?? (typeof value === 'string' ? value : name)}`,
    );
  }
  if (value === undefined) {
    return scope.opaque(
      `the parameter ${name} has no default, and nobody is asked for it`,
      `parameter-${scope.stack.name}-${name}`,
    );
  }
  const isList = typeof type === 'string' && (type === 'CommaDelimitedList' || type.startsWith('List<'));
  if (typeof value === 'string' && isList) return value.split(',').map((each) => each.trim());
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (Array.isArray(value)) return value.map(String);
  return scope.fail(
    `the parameter ${name} has the value ${show(value)}, which is no text`,
    `parameter-${name}`,
  );
}

function passedByParent(name: string, scope: Scope): Value | undefined {
  const { parent } = scope.stack;
  const resource = parent?.stack.resources.get(parent.logicalId);
  if (parent === undefined || resource === undefined) return undefined;
  return scope.within(parent.stack).property(resource, 'Parameters', name);
}
