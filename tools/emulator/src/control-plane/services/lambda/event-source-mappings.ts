import { knownIds } from '@furl/hyperplane';
import type { EventSourceMappingConfiguration } from '@furl/cloud-assembly';
import type { ApiCall, ApiResult, Operation, Target } from '../../operation';
import { regionNetwork } from '../../region-network';
import { anyResource } from './functions';
import { parseFunctionName } from './function-name';
import { invalidParameter } from './invalid-parameter';
import { noSuchResource } from './no-such-resource';
import { pageOf } from './page';

/** How many mappings a page has at most (Lambda API Reference, "ListEventSourceMappings"). */
const PAGE = 100;

const SOURCE_ARN =
  /^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:([a-z]{2}(-gov)?(-iso([a-z])?)?-[a-z]+-\d{1})?:(\d{12})?:(.*)$/;

/** Every mapping of the caller's account in the Region of the call, or those of a function or an event source. */
export const listEventSourceMappings: Operation = {
  name: 'ListEventSourceMappings',
  route: 'GET /2015-03-31/event-source-mappings',
  members: ['EventSourceArn', 'FunctionName', 'Marker', 'MaxItems'],
  recordedAs: 'ListEventSourceMappings20150331',
  action: 'lambda:ListEventSourceMappings',
  target: anyResource,
  handle: (call) => {
    const functionArn = wantedFunction(call);
    const source = wantedSource(call);
    const all = mappingsOf(call).filter(
      (mapping) =>
        (functionArn === undefined || mapping.functionArn === functionArn) &&
        (source === undefined || mapping.settings['EventSourceArn'] === source),
    );
    const page = pageOf(all, ({ path }) => path, call.input, { list: 'ListEventSourceMappings', most: PAGE });
    return {
      body: {
        EventSourceMappings: page.items.map((mapping) => listed(mapping, call)),
        NextMarker: page.next,
      },
    };
  },
};

/** One mapping, by its UUID. */
export const getEventSourceMapping: Operation = {
  name: 'GetEventSourceMapping',
  route: 'GET /2015-03-31/event-source-mappings/{UUID}',
  recordedAs: 'GetEventSourceMapping20150331',
  action: 'lambda:GetEventSourceMapping',
  target: mappingTarget,
  handle: (call) => {
    const mapping = namedMapping(call);
    if (mapping !== undefined) return { body: described(mapping, call) };
    throw noSuchResource(
      `there is no event source mapping ${JSON.stringify(uuidIn(call).slice(0, 100))} in ${call.region}: list-event-source-mappings tells the UUIDs of those that there are`,
    );
  },
};

function mappingTarget(call: ApiCall): Target {
  const functionArn = namedMapping(call)?.functionArn;
  return {
    resource: mappingArn(uuidIn(call), call),
    accountId: call.principal.accountId,
    policy: [],
    context: functionArn === undefined ? {} : { 'lambda:FunctionArn': functionArn },
  };
}

function namedMapping(call: ApiCall): EventSourceMappingConfiguration | undefined {
  const wanted = uuidIn(call).toLowerCase();
  return mappingsOf(call).find(({ uuid }) => uuid === wanted);
}

function uuidIn({ input }: ApiCall): string {
  return input.get('UUID') ?? '';
}

function mappingsOf(call: ApiCall): readonly EventSourceMappingConfiguration[] {
  return regionNetwork(call)?.eventSourceMappingConfigurations ?? [];
}

/** A function and each of its aliases and versions have mappings of their own. Whether it is there does not matter. */
function wantedFunction({ input, principal, region }: ApiCall): string | undefined {
  const text = input.get('FunctionName');
  if (text === undefined) return undefined;
  const named = parseFunctionName(text, undefined);
  const { region: ofName = region, accountId = principal.accountId, name, qualifier } = named;
  const arn = `arn:${partitionOf(principal)}:lambda:${ofName}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

function wantedSource({ input }: ApiCall): string | undefined {
  const arn = input.get('EventSourceArn');
  if (arn === undefined || SOURCE_ARN.test(arn)) return arn;
  const shown = arn.slice(0, 200);
  throw invalidParameter(
    'ValidationException',
    `1 validation error detected: Value '${shown}' at 'eventSourceArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${SOURCE_ARN.source.slice(1, -1)}`,
    `${JSON.stringify(shown)} is no ARN: give that of the queue, stream, cluster or broker`,
  );
}

/** Lists do not tell filter criteria that are encrypted. */
function listed(mapping: EventSourceMappingConfiguration, call: ApiCall): ApiResult {
  const whole = described(mapping, call);
  return whole['KMSKeyArn'] === undefined ? whole : { ...whole, FilterCriteria: undefined };
}

function described(mapping: EventSourceMappingConfiguration, call: ApiCall): ApiResult {
  const { uuid, functionArn, isEnabled, kind, settings } = mapping;
  const isStream = kind === 'kinesis' || kind === 'dynamodb';
  return {
    UUID: uuid,
    ...settings,
    FunctionArn: functionArn,
    // Nothing is polled here.
    LastProcessingResult: kind === 'sqs' ? undefined : 'No records processed',
    State: isEnabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: isStream ? 'User action' : 'USER_INITIATED',
    SourceAccessConfigurations: accessConfigurations(mapping, call),
    EventSourceMappingArn: mappingArn(uuid, call),
  };
}

/**
 * Those of the template; for a cluster or broker in a VPC its subnets and groups as well, which AWS tells only to whoever asks
 * for the cluster itself.
 */
function accessConfigurations(
  { path, kind, settings }: EventSourceMappingConfiguration,
  call: ApiCall,
): ApiResult[string] {
  const own = settings['SourceAccessConfigurations'];
  const vpcConfig = regionNetwork(call)?.eventSourceMappings.find(({ id }) => id === path)?.vpcConfig;
  if (kind === 'self-managed-kafka' || vpcConfig === undefined || 'unknown' in vpcConfig) return own;
  return [
    ...(Array.isArray(own) ? own : []),
    ...knownIds(vpcConfig.subnets).map((subnet) => ({ Type: 'VPC_SUBNET', URI: `subnet:${subnet}` })),
    ...knownIds(vpcConfig.securityGroups).map((group) => ({
      Type: 'VPC_SECURITY_GROUP',
      URI: `security_group:${group}`,
    })),
  ];
}

function mappingArn(uuid: string, { principal, region }: ApiCall): string {
  return `arn:${partitionOf(principal)}:lambda:${region}:${principal.accountId}:event-source-mapping:${uuid}`;
}

function partitionOf({ userArn }: ApiCall['principal']): string {
  return userArn.split(':')[1] ?? 'aws';
}
