import { known, type Vpc } from '@furl/hyperplane';
import type { ApiCall, ApiResult } from '../../operation';
import { describe } from './describe';
import { nameTag, TAG_FILTERS, UNTOLD_TAG_FILTERS } from './naming';
import { regionNetwork } from '../../region-network';

/** The VPCs of the templates. */
export const describeVpcs = describe({
  name: 'DescribeVpcs',
  set: 'vpcSet',
  ids: { parameter: 'VpcId', noun: 'vpc ID', notFound: 'InvalidVpcID.NotFound', member: 'vpcId' },
  pages: { least: 5, most: 1000 },
  filters: {
    cidr: 'cidrBlock',
    'cidr-block-association.cidr-block': 'cidrBlockAssociationSet.cidrBlock',
    'cidr-block-association.state': 'cidrBlockAssociationSet.cidrBlockState.state',
    'ipv6-cidr-block-association.ipv6-cidr-block': 'ipv6CidrBlockAssociationSet.ipv6CidrBlock',
    'ipv6-cidr-block-association.state': 'ipv6CidrBlockAssociationSet.ipv6CidrBlockState.state',
    'is-default': 'isDefault',
    'owner-id': 'ownerId',
    state: 'state',
    'vpc-id': 'vpcId',
    ...TAG_FILTERS,
  },
  untoldFilters: [
    'cidr-block-association.association-id',
    'dhcp-options-id',
    'ipv6-cidr-block-association.association-id',
    'ipv6-cidr-block-association.ipv6-pool',
    ...UNTOLD_TAG_FILTERS,
  ],
  resources: (call) => regionNetwork(call)?.vpcs.map((vpc) => described(vpc, call)) ?? [],
});

const ASSOCIATED = { state: 'associated' };

function described(vpc: Vpc, { principal }: ApiCall): ApiResult {
  const blocks = vpc.cidrBlocks.flatMap((block) => known(block) ?? []);
  return {
    vpcId: vpc.id,
    ownerId: principal.accountId,
    cidrBlock: known(vpc.cidrBlocks[0]),
    cidrBlockAssociationSet: blocks.map((cidrBlock) => ({ cidrBlock, cidrBlockState: ASSOCIATED })),
    ipv6CidrBlockAssociationSet: vpc.ipv6CidrBlocks.map((block) => ({
      ipv6CidrBlock: known(block),
      ipv6CidrBlockState: ASSOCIATED,
    })),
    isDefault: false,
    state: 'available',
    tagSet: nameTag(vpc),
  };
}
