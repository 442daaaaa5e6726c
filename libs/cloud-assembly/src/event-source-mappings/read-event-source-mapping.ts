import { eventSourceMappingUuid } from '../invented-ids';
import { parseFunctionReference } from '../model/function-reference';
import type { LiveResource } from '../model/resources';
import { Fields } from '../network/fields';
import { arnIn } from '../reading/stack';
import type { EventSourceMappingConfiguration } from './configuration';
import { defaultsOf, kindOf } from './event-source';
import { readSetting, readSettings } from './settings';

/** The type of the resources that {@link readEventSourceMapping} reads. */
export const EVENT_SOURCE_MAPPING = 'AWS::Lambda::EventSourceMapping';

/** Reads an AWS::Lambda::EventSourceMapping. What cannot be known of it is left out, and reported at its place. */
export function readEventSourceMapping(live: LiveResource): EventSourceMappingConfiguration {
  const mapping = new Fields(live.resource.properties, live.scope);
  const { path } = live.scope;
  const kind = kindOf(mapping);
  return {
    uuid: eventSourceMappingUuid(path),
    path,
    functionArn: functionArn(mapping, live),
    isEnabled: readSetting(mapping, 'Enabled', 'flag') !== false,
    kind,
    settings: readSettings(mapping, defaultsOf(kind)),
  };
}

function functionArn(mapping: Fields, { stack }: LiveResource): string | undefined {
  const text = readSetting(mapping, 'FunctionName', 'text');
  if (typeof text !== 'string') return undefined;
  const { name, qualifier } = parseFunctionReference(text);
  const arn = name.startsWith('arn:') ? name : arnIn(stack, 'lambda', `function:${name}`);
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
