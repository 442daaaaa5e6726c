import type { NetworkInterface } from '../../../network/network-interface';
import type { ApiCall, ApiResult } from '../../operation';
import { describe } from './describe';
import { regionNetwork } from '../../region-network';
import type { IdKind } from './resource-ids';

/** How EC2 speaks of the ids of network interfaces. */
export const INTERFACE_IDS: IdKind = {
  parameter: 'NetworkInterfaceId',
  noun: 'networkInterface ID',
  notFound: 'InvalidNetworkInterfaceID.NotFound',
  malformed: { code: 'InvalidNetworkInterfaceId.Malformed', prefix: 'eni-' },
};

/** The interfaces that Lambda keeps for functions. */
export const describeNetworkInterfaces = describe({
  name: 'DescribeNetworkInterfaces',
  set: 'networkInterfaceSet',
  ids: { ...INTERFACE_IDS, member: 'networkInterfaceId' },
  pages: { least: 5, most: 1000, isWithoutIds: true },
  more: ['IncludeManagedResources'],
  filters: {
    'addresses.association.owner-id': 'privateIpAddressesSet.association.ipOwnerId',
    'addresses.association.public-ip': 'privateIpAddressesSet.association.publicIp',
    'addresses.primary': 'privateIpAddressesSet.primary',
    'addresses.private-ip-address': 'privateIpAddressesSet.privateIpAddress',
    'association.allocation-id': 'association.allocationId',
    'association.association-id': 'association.associationId',
    'association.ip-owner-id': 'association.ipOwnerId',
    'association.public-dns-name': 'association.publicDnsName',
    'association.public-ip': 'association.publicIp',
    'attachment.attach-time': 'attachment.attachTime',
    'attachment.attachment-id': 'attachment.attachmentId',
    'attachment.delete-on-termination': 'attachment.deleteOnTermination',
    'attachment.device-index': 'attachment.deviceIndex',
    'attachment.instance-id': 'attachment.instanceId',
    'attachment.instance-owner-id': 'attachment.instanceOwnerId',
    'attachment.status': 'attachment.status',
    'availability-zone': 'availabilityZone',
    description: 'description',
    'group-id': 'groupSet.groupId',
    'interface-type': 'interfaceType',
    'ipv6-addresses.ipv6-address': 'ipv6AddressesSet.ipv6Address',
    'mac-address': 'macAddress',
    'network-interface-id': 'networkInterfaceId',
    'operator.managed': 'operator.managed',
    'operator.principal': 'operator.principal',
    'owner-id': 'ownerId',
    'private-ip-address': 'privateIpAddress',
    'requester-id': 'requesterId',
    'requester-managed': 'requesterManaged',
    'source-dest-check': 'sourceDestCheck',
    status: 'status',
    'subnet-id': 'subnetId',
    // Lambda's interfaces have none.
    'tag-key': 'tagSet.key',
    'vpc-id': 'vpcId',
  },
  untoldFilters: ['availability-zone-id', 'private-dns-name', 'tag:'],
  resources: (call) => {
    const groups = new Map(regionNetwork(call)?.securityGroups.map(({ id, name }) => [id, name]));
    return ownInterfaces(call).map((each) => described(each, groups));
  },
});

/** The interfaces of the caller's account, in the Region of the call. */
export function ownInterfaces({ backend, principal, region }: ApiCall): readonly NetworkInterface[] {
  return backend.network
    .interfaces()
    .filter((each) => each.ownerId === principal.accountId && each.region === region);
}

function described(each: NetworkInterface, groups: ReadonlyMap<string, string | undefined>): ApiResult {
  const { id, attachment, privateIpAddress, securityGroupIds } = each;
  return {
    networkInterfaceId: id,
    subnetId: each.subnetId,
    vpcId: each.vpcId,
    availabilityZone: each.availabilityZone,
    description: each.description,
    ownerId: each.ownerId,
    requesterId: each.requesterId,
    requesterManaged: each.requesterManaged,
    status: each.status,
    macAddress: each.macAddress,
    privateIpAddress,
    privateIpAddressesSet: privateIpAddress === undefined ? [] : [{ privateIpAddress, primary: true }],
    ipv6AddressesSet: [],
    sourceDestCheck: true,
    interfaceType: each.interfaceType,
    groupSet: securityGroupIds.map((groupId) => ({ groupId, groupName: groups.get(groupId) })),
    attachment: attachment && {
      attachmentId: attachment.id,
      instanceOwnerId: attachment.instanceOwnerId,
      deviceIndex: attachment.deviceIndex,
      status: attachment.status,
      attachTime: attachment.attachTime.toISOString(),
      deleteOnTermination: attachment.deleteOnTermination,
    },
    tagSet: [],
    operator: { managed: false },
  };
}
