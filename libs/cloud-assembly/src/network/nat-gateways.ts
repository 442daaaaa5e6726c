import type { Maybe, NatGateway, Subnet } from '@furl/hyperplane';

import { isList, isUnknown } from './fields';
import type { Part } from './part';
import type { Parts } from './parts';

/** Reads every AWS::EC2::NatGateway. */
export function readNatGateways(parts: Parts, subnets: readonly Subnet[]): readonly NatGateway[] {
  const vpcs = new Map(subnets.map(({ id, vpc }) => [id, vpc]));
  return parts.of('AWS::EC2::NatGateway').map((part) => {
    const subnet = part.text('SubnetId');
    const vpc = part.text('VpcId') ?? (typeof subnet === 'string' ? vpcs.get(subnet) : subnet);
    const availability = part.word(['zonal', 'regional'], 'AvailabilityMode') ?? 'zonal';
    return {
      ...part.named(),
      replacedBy: part.fingerprint(
        'SubnetId',
        'VpcId',
        'AllocationId',
        'ConnectivityType',
        'AvailabilityMode',
      ),
      vpc: vpc ?? part.unknown([], [], 'its subnet is not in the template'),
      connectivity: part.uncertain ?? part.word(['public', 'private'], 'ConnectivityType') ?? 'public',
      availability,
      ...(subnet === undefined ? {} : { subnet }),
      ...(availability === 'regional' ? {} : { addresses: addressesOf(part) }),
    };
  });
}

/** Its own address, and secondary ones: listed, as many as there are allocations, or counted. */
function addressesOf(part: Part): Maybe<number> {
  if (part.uncertain !== undefined) return part.uncertain;
  const count = part.number('SecondaryPrivateIpAddressCount');
  if (isUnknown(count)) return count;
  const lists = [part.elements('SecondaryPrivateIpAddresses'), part.elements('SecondaryAllocationIds')];
  let most = count ?? 0;
  for (const list of lists) {
    if (!isList(list)) return list;
    most = Math.max(most, list.length);
  }
  return 1 + most;
}
