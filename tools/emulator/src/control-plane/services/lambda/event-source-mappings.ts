import { createHash } from 'node:crypto';
import type { EventSourceMapping } from '@furl/hyperplane';
import type { ApiCall, ApiResult, Operation } from '../../operation';
import { knownIds } from '../../../network/known';
import { regionNetwork, told } from '../../region-network';
import { anyResource } from './functions';
import { parseFunctionName } from './function-name';
import { pageOf } from './page';

/** How many mappings a page has at most (Lambda API Reference, "ListEventSourceMappings"). */
const PAGE = 100;

/** The mappings whose pollers are in a VPC: those of Amazon MSK, Amazon MQ, Amazon DocumentDB and self-managed Kafka. */
export const listEventSourceMappings: Operation = {
  name: 'ListEventSourceMappings',
  route: 'GET /2015-03-31/event-source-mappings',
  members: ['FunctionName', 'Marker', 'MaxItems'],
  recordedAs: 'ListEventSourceMappings20150331',
  action: 'lambda:ListEventSourceMappings',
  target: anyResource,
  handle: (call) => {
    const name = call.input.get('FunctionName');
    const wanted = name === undefined ? undefined : parseFunctionName(name, undefined).name;
    const all = (regionNetwork(call)?.eventSourceMappings ?? []).filter(
      (mapping) => wanted === undefined || told(mapping.function)?.split(':')[6] === wanted,
    );
    const page = pageOf(all, ({ id }) => id, call.input, { list: 'ListEventSourceMappings', most: PAGE });
    return {
      body: {
        EventSourceMappings: page.items.map((mapping) => described(mapping, call)),
        NextMarker: page.next,
      },
    };
  },
};

function described(
  { id, function: functionArn, vpcConfig }: EventSourceMapping,
  { principal, region }: ApiCall,
): ApiResult {
  const uuid = uuidOf(id);
  const [, partition = 'aws'] = principal.userArn.split(':');
  const network = vpcConfig === undefined || 'unknown' in vpcConfig ? undefined : vpcConfig;
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:${partition}:lambda:${region}:${principal.accountId}:event-source-mapping:${uuid}`,
    FunctionArn: told(functionArn),
    State: 'Enabled',
    SourceAccessConfigurations: network && [
      ...knownIds(network.subnets).map((subnet) => ({ Type: 'VPC_SUBNET', URI: `subnet:${subnet}` })),
      ...knownIds(network.securityGroups).map((group) => ({
        Type: 'VPC_SECURITY_GROUP',
        URI: `security_group:${group}`,
      })),
    ],
  };
}

/** The same for the same mapping, in every run. */
function uuidOf(id: string): string {
  const hex = createHash('sha256').update(`event-source-mapping ${id}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
