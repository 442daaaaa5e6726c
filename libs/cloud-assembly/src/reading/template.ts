import type { Problem } from '../cloud-assembly';
import { entries, own } from '../json';
import { expandServerless } from './serverless';
import type { Resource, Stack } from './stack';

/**
 * Makes a stack of a template: its resources by logical id, functions of SAM as what they become, those without a Type
 * left out.
 */
export function createStack(parts: Omit<Stack, 'resources'>, report: (problem: Problem) => void): Stack {
  const resources = new Map<string, Resource>();
  const template = expandServerless(parts.template, (path, message) =>
    report({ path: `${parts.name}.${path}`, message }),
  );
  for (const [logicalId, resource] of entries(template['Resources'])) {
    const type = own(resource, 'Type');
    if (typeof type !== 'string') continue;
    resources.set(logicalId, {
      logicalId,
      type,
      properties: own(resource, 'Properties') ?? {},
      metadata: own(resource, 'Metadata'),
      condition: own(resource, 'Condition'),
      deletionPolicy: own(resource, 'DeletionPolicy'),
    });
  }
  return { ...parts, template, resources };
}
