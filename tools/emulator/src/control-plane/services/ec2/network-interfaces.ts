import { known } from '@furl/hyperplane';
import { otherInterfaces, type AnyInterface } from '../../../network/other-interfaces';
import { ApiError } from '../../api-error';
import type { ApiCall, ApiResult, Target } from '../../operation';
import { regionNetwork } from '../../region-network';
import { describe } from './describe';
import { ec2Arn } from './naming';
import { noSuchId, type IdKind } from './resource-ids';

/** How EC2 speaks of the ids of network interfaces. */
export const INTERFACE_IDS: IdKind = {
  parameter: 'NetworkInterfaceId',
  noun: 'networkInterface ID',
  notFound: 'InvalidNetworkInterfaceID.NotFound',
  malformed: { code: 'InvalidNetworkInterfaceId.Malformed', prefix: 'eni-' },
};

/**
 * The interfaces that Lambda keeps for functions, the account's own and those that others have in its subnets; and those of
 * interface endpoints and NAT gateways.
 */
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
    return interfacesInSight(call).map((each) => described(each, groups));
  },
});

/**
 * The interface that an operation on a single one is done to.
 *
 * @throws ApiError when there is none of that id that the caller's account sees, or it is another account's: the owner of a
 * shared subnet sees the interfaces of those who share it, and can do nothing to them (Amazon VPC User Guide, "Share your
 * VPC subnets with other accounts")
 */
export function ownInterface(call: ApiCall): AnyInterface {
  const { input, principal } = call;
  const id = input.get('NetworkInterfaceId') ?? '';
  const eni = interfacesInSight(call).find((each) => each.id === id);
  if (eni === undefined) throw noSuchId(INTERFACE_IDS, [id]);
  if (eni.ownerId === principal.accountId) return eni;
  throw new ApiError(
    'UnauthorizedOperation',
    403,
    'You are not authorized to perform this operation.',
    `${id} belongs to account ${eni.ownerId}, which shares the subnet ${eni.subnetId}: only that account can change it`,
  );
}

/**
 * What an action on a single interface is done to, as IAM sees it.
 *
 * @throws ApiError MissingParameter
 */
export function interfaceTarget(call: ApiCall): Target {
  const id = call.input.get('NetworkInterfaceId');
  if (id === undefined || id === '') {
    throw new ApiError('MissingParameter', 400, 'The request must contain the parameter networkInterfaceId');
  }
  const found = interfacesInSight(call).find((each) => each.id === id);
  return {
    resource: ec2Arn(call, `network-interface/${id}`),
    accountId: call.principal.accountId,
    policy: [],
    // What is not there has no zone and no network to ask for.
    context: {
      ...(found?.availabilityZone !== undefined && { 'ec2:AvailabilityZone': found.availabilityZone }),
      ...(found?.vpcId !== undefined && { 'ec2:Vpc': ec2Arn(call, `vpc/${found.vpcId}`) }),
      ...(found && { 'ec2:Subnet': ec2Arn(call, `subnet/${found.subnetId}`), 'ec2:Region': call.region }),
    },
  };
}

/** In the Region of the call; of others' in the account's subnets, with what the owner of a subnet knows of it. */
function interfacesInSight(call: ApiCall): readonly AnyInterface[] {
  const { backend, principal, region } = call;
  const network = regionNetwork(call);
  const subnets = new Map(network?.subnets.map((subnet) => [subnet.id, subnet]));
  const ofLambda = backend.network.interfaces().flatMap((each) => {
    if (each.region !== region) return [];
    if (each.ownerId === principal.accountId) return [each];
    const subnet = subnets.get(each.subnetId);
    if (subnet === undefined) return [];
    const [vpcId, availabilityZone] = [known(subnet.vpc), known(subnet.availabilityZone)];
    return [{ ...each, ...(vpcId && { vpcId }), ...(availabilityZone && { availabilityZone }) }];
  });
  return network === undefined ? ofLambda : [...ofLambda, ...otherInterfaces(network)];
}

function described(each: AnyInterface, groups: ReadonlyMap<string, string | undefined>): ApiResult {
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
    // What passes through a NAT gateway is neither from it nor for it.
    sourceDestCheck: each.interfaceType !== 'nat_gateway',
    interfaceType: each.interfaceType,
    groupSet: securityGroupIds.map((groupId) => ({ groupId, groupName: groups.get(groupId) })),
    attachment: attachment && {
      attachmentId: attachment.id,
      instanceOwnerId: attachment.instanceOwnerId,
      deviceIndex: attachment.deviceIndex,
      status: attachment.status,
      attachTime: attachment.attachTime?.toISOString(),
      deleteOnTermination: attachment.deleteOnTermination,
    },
    tagSet: [],
    operator: { managed: false },
  };
}
