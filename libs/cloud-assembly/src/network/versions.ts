import type {
  EventSourceMapping,
  LambdaFunction,
  Maybe,
  PublishedVersion,
  VpcConfig,
} from '@furl/hyperplane';

import { asText } from '../resolving/value';
import { isList, type Fields } from './fields';
import type { FunctionIndex } from './functions';
import type { Part } from './part';
import type { Parts } from './parts';
import type { SourceIndex } from './private-resources';

/** Reads every AWS::Lambda::Version: it keeps the VpcConfig of its function, which the template publishes as it is. */
export function readVersions(
  parts: Parts,
  index: FunctionIndex,
  functions: readonly LambdaFunction[],
): readonly PublishedVersion[] {
  const configs = new Map(functions.map(({ id, vpcConfig }) => [id, vpcConfig]));
  return parts.of('AWS::Lambda::Version').map((part) => {
    const owner = part.text('FunctionName');
    const id = ownerOf(owner, index);
    const vpcConfig =
      typeof id === 'string' && configs.has(id)
        ? configs.get(id)
        : part.unknown(['FunctionName'], [], 'its function is not in the template');
    return {
      ...part.named(),
      id: part.path,
      function: id ?? part.unknown(['FunctionName'], [], 'it names no function'),
      ...(vpcConfig === undefined ? {} : { vpcConfig: part.uncertain ?? vpcConfig }),
      isRetained: String(part.resource.deletionPolicy).startsWith('Retain'),
    };
  });
}

/**
 * Reads every AWS::Lambda::EventSourceMapping that has interfaces of its own: of Amazon MSK, Amazon MQ and Amazon
 * DocumentDB those of the source's subnets and groups, of self-managed Kafka those that it names itself.
 */
export function readEventSourceMappings(
  parts: Parts,
  functions: FunctionIndex,
  sources: SourceIndex,
): readonly EventSourceMapping[] {
  return parts.of('AWS::Lambda::EventSourceMapping').flatMap((part) => {
    const vpcConfig = sourceConfig(part, sources);
    if (vpcConfig === undefined) return [];
    const owner = part.text('FunctionName');
    const id = ownerOf(owner, functions);
    return [
      {
        ...part.named(),
        id: part.path,
        replacedBy: part.fingerprint('EventSourceArn', 'SelfManagedEventSource', 'StartingPosition'),
        function: id ?? part.unknown(['FunctionName'], [], 'it names no function'),
        vpcConfig: part.uncertain ?? vpcConfig,
      },
    ];
  });
}

function sourceConfig(part: Part, sources: SourceIndex): Maybe<VpcConfig> | undefined {
  if (part.has('SelfManagedEventSource')) return selfManaged(part);
  const arn = part.value(['EventSourceArn']).value;
  const source = typeof arn === 'string' ? sources.find(arn) : undefined;
  if (source !== undefined) {
    const { subnets, securityGroups } = source;
    return { subnets, securityGroups, ipv6AllowedForDualStack: false };
  }
  const isPrivate =
    /^arn:[^:]+:(kafka|mq|rds):/.test(String(arn)) ||
    ['Topics', 'Queues', 'DocumentDBEventSourceConfig', 'AmazonManagedKafkaEventSourceConfig'].some((name) =>
      part.has(name),
    );
  return isPrivate
    ? part.unknown(['EventSourceArn'], [], 'its event source is not in the template')
    : undefined;
}

/** `SourceAccessConfigurations`: `subnet:<id>` and `security_group:<id>`, or the ids alone. */
function selfManaged(part: Part): Maybe<VpcConfig> | undefined {
  const accesses = part.elements('SourceAccessConfigurations');
  if (!isList(accesses)) return accesses;
  const of = (type: string): Maybe<string>[] =>
    accesses.filter((access) => access.text('Type') === type).map(idOf);
  const subnets = of('VPC_SUBNET');
  if (subnets.length === 0) return undefined;
  return { subnets, securityGroups: of('VPC_SECURITY_GROUP'), ipv6AllowedForDualStack: false };
}

/** The id of a subnet or group among `SourceAccessConfigurations`, with or without what stands before it. */
export function idOf(access: Fields): Maybe<string> {
  const { value, messages } = access.value(['URI']);
  const id = asText(value)?.replace(/^(subnet|security_group):/, '');
  const isKnown = id !== undefined && (messages.length === 0 || access.scope.isOpaque(id));
  return isKnown ? id : access.unknown(['URI'], messages);
}

function ownerOf(owner: Maybe<string> | undefined, functions: FunctionIndex): Maybe<string> | undefined {
  return typeof owner === 'string' ? (functions.find(owner) ?? owner) : owner;
}
