import { entries, own } from '../json';
import type { Resource, Stack } from './stack';

/** Makes a stack of a template: its resources by logical id, those without a Type left out. */
export function createStack(parts: Omit<Stack, 'resources'>): Stack {
  const resources = new Map<string, Resource>();
  for (const [logicalId, resource] of entries(parts.template['Resources'])) {
    const type = own(resource, 'Type');
    if (typeof type !== 'string') continue;
    resources.set(logicalId, {
      logicalId,
      type,
      properties: own(resource, 'Properties') ?? {},
      metadata: own(resource, 'Metadata'),
      condition: own(resource, 'Condition'),
    });
  }
  return { ...parts, resources };
}
