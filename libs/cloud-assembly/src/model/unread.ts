import type { Problem } from '../cloud-assembly';
import { entries, own, show } from '../json';
import type { World } from '../resolving/world';
import { liveResources } from './resources';

/** What a template can hold that matters here and is not read. */
const UNREAD: ReadonlyMap<string, string> = new Map([
  [
    'AWS::Serverless::Function',
    'the template has no Transform AWS::Serverless-2016-10-31, so this is no function; it is left out',
  ],
  ['AWS::Serverless::Connector', 'connectors are not expanded; what they would allow is not allowed here'],
  ['AWS::CloudFormation::StackSet', 'stack sets are not read; what is in them is left out'],
  ['AWS::CloudFormation::Macro', 'macros are not run; what they would make is not known'],
]);

/** Names what is in the templates and left out as a whole. */
export function reportUnread(world: World, report: (problem: Problem) => void): void {
  for (const { scope, resource } of liveResources(world, [...UNREAD.keys()], report)) {
    scope.report(UNREAD.get(resource.type) ?? '');
  }
  for (const stack of world.stacks) {
    for (const [logicalId, resource] of entries(stack.template['Resources'])) {
      if (typeof own(resource, 'Type') === 'string') continue;
      const message = logicalId.startsWith('Fn::')
        ? `${logicalId} is not expanded; the resources that it would make are left out`
        : `${show(resource)} is no resource with a Type; it is left out`;
      report({ path: `${stack.name}.${logicalId}`, message });
    }
  }
}
