import { known } from '@furl/hyperplane';
import type { ApiCall, ApiResult } from '../../operation';
import { describe } from './describe';
import { ec2Arn, nameTag, TAG_FILTERS, UNTOLD_TAG_FILTERS } from './naming';
import { regionNetwork } from '../../region-network';

/** The subnets of the templates, with the addresses that are free at this moment. */
export const describeSubnets = describe({
  name: 'DescribeSubnets',
  set: 'subnetSet',
  ids: {
    parameter: 'SubnetId',
    noun: 'subnet ID',
    notFound: 'InvalidSubnetID.NotFound',
    member: 'subnetId',
  },
  pages: { least: 5, most: 1000 },
  filters: {
    'availability-zone': 'availabilityZone',
    availabilityZone: 'availabilityZone',
    'availability-zone-id': 'availabilityZoneId',
    availabilityZoneId: 'availabilityZoneId',
    'available-ip-address-count': 'availableIpAddressCount',
    'cidr-block': 'cidrBlock',
    cidr: 'cidrBlock',
    cidrBlock: 'cidrBlock',
    'default-for-az': 'defaultForAz',
    defaultForAz: 'defaultForAz',
    'ipv6-cidr-block-association.ipv6-cidr-block': 'ipv6CidrBlockAssociationSet.ipv6CidrBlock',
    'ipv6-cidr-block-association.state': 'ipv6CidrBlockAssociationSet.ipv6CidrBlockState.state',
    'owner-id': 'ownerId',
    state: 'state',
    'subnet-arn': 'subnetArn',
    'subnet-id': 'subnetId',
    'vpc-id': 'vpcId',
    ...TAG_FILTERS,
  },
  untoldFilters: [
    'customer-owned-ipv4-pool',
    'enable-dns64',
    'enable-lni-at-device-index',
    'ipv6-cidr-block-association.association-id',
    'ipv6-native',
    'map-customer-owned-ip-on-launch',
    'map-public-ip-on-launch',
    'outpost-arn',
    'private-dns-name-options-on-launch.hostname-type',
    'private-dns-name-options-on-launch.enable-resource-name-dns-a-record',
    'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record',
    ...UNTOLD_TAG_FILTERS,
  ],
  resources: (call) => regionNetwork(call)?.subnets.map((subnet) => described(subnet, call)) ?? [],
});

type Subnet = NonNullable<ReturnType<typeof regionNetwork>>['subnets'][number];

function described(subnet: Subnet, call: ApiCall): ApiResult {
  const zone = known(subnet.availabilityZone);
  // The network has a zone's name and its id in the same place.
  const isZoneId = zone !== undefined && /-az\d+$/.test(zone);
  const ipv6CidrBlock = known(subnet.ipv6CidrBlock);
  return {
    subnetId: subnet.id,
    subnetArn: ec2Arn(call, `subnet/${subnet.id}`),
    vpcId: known(subnet.vpc),
    cidrBlock: known(subnet.cidrBlock),
    availableIpAddressCount: call.backend.network.freeAddresses(subnet.id),
    availabilityZone: isZoneId ? undefined : zone,
    availabilityZoneId: isZoneId ? zone : undefined,
    defaultForAz: false,
    ownerId: call.principal.accountId,
    state: 'available',
    ipv6CidrBlockAssociationSet:
      ipv6CidrBlock === undefined ? [] : [{ ipv6CidrBlock, ipv6CidrBlockState: { state: 'associated' } }],
    tagSet: nameTag(subnet),
  };
}
