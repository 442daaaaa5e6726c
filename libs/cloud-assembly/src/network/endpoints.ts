import type { PrefixList, Unplaced, VpcEndpoint } from '@furl/hyperplane';

import { isList } from './fields';
import type { Part } from './part';
import type { Parts } from './parts';
import { unplaced } from './unplaced';

/** Reads every AWS::EC2::PrefixList. */
export function readPrefixLists(parts: Parts): readonly PrefixList[] {
  return parts.of('AWS::EC2::PrefixList').map((part) => {
    const entries = part.elements('Entries');
    const none = part.unknown(['Entries'], [], 'an entry has no block');
    return {
      ...part.named(part.text('PrefixListName')),
      entries: isList(entries) ? entries.map((entry) => entry.text('Cidr') ?? none) : entries,
    };
  });
}

/** Reads every AWS::EC2::VPCEndpoint; one of which it is not known in which VPC it is, is unplaced too. */
export function readEndpoints(parts: Parts, report: (unplaced: Unplaced) => void): readonly VpcEndpoint[] {
  return parts.of('AWS::EC2::VPCEndpoint').map((part) => {
    const vpc = part.text('VpcId');
    if (typeof vpc !== 'string') report(unplaced('endpoint', part, vpc));
    const isForResolver = 'PrivateDnsOnlyForInboundResolverEndpoint';
    return {
      ...part.named(),
      replacedBy: part.fingerprint('ServiceName', 'VpcId', 'VpcEndpointType'),
      vpc: vpc ?? part.unknown(['VpcId'], [], 'it names no VPC'),
      type: part.uncertain ?? typeOf(part),
      serviceName:
        part.text('ServiceName') ?? part.unknown(['ServiceName'], [], 'it names no service of AWS'),
      subnets: part.ids('SubnetIds'),
      securityGroups: part.ids('SecurityGroupIds'),
      privateDnsEnabled: part.flag(false, 'PrivateDnsEnabled'),
      ...(part.has('DnsOptions', isForResolver)
        ? { privateDnsOnlyForInboundResolver: optionFor(part, isForResolver) }
        : {}),
      routeTables: part.ids('RouteTableIds'),
      hasPolicy: part.has('PolicyDocument'),
    };
  });
}

function typeOf(part: Part): VpcEndpoint['type'] {
  if (part.has('ServiceNetworkArn') || part.has('ResourceConfigurationArn')) return 'other';
  const type = part.text('VpcEndpointType') ?? 'Gateway';
  if (typeof type !== 'string') return type;
  if (type === 'Interface' || type === 'Gateway') return type === 'Interface' ? 'interface' : 'gateway';
  const { messages } = part.value(['VpcEndpointType']);
  return messages.length === 0 ? 'other' : part.unknown(['VpcEndpointType'], messages);
}

/** The option is one of three words: only with this one do functions not see the private name. */
function optionFor(part: Part, option: string): NonNullable<VpcEndpoint['privateDnsOnlyForInboundResolver']> {
  const word = part.word(['OnlyInboundResolver', 'AllResolvers', 'NotSpecified'], 'DnsOptions', option);
  return typeof word === 'object' ? word : word === 'OnlyInboundResolver';
}
