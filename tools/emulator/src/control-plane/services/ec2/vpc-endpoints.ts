import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import { known, knownIds, type VpcEndpoint } from '@furl/hyperplane';
import type { ApiCall, ApiResult } from '../../operation';
import { otherInterfaces } from '../../../network/other-interfaces';
import { describe } from './describe';
import { nameTag, TAG_FILTERS, UNTOLD_TAG_FILTERS } from './naming';
import { regionNetwork } from '../../region-network';

/** The VPC endpoints of the templates. */
export const describeVpcEndpoints = describe({
  name: 'DescribeVpcEndpoints',
  set: 'vpcEndpointSet',
  ids: {
    parameter: 'VpcEndpointId',
    noun: 'Vpc Endpoint Id',
    notFound: 'InvalidVpcEndpointId.NotFound',
    malformed: { code: 'InvalidVpcEndpointId.Malformed', prefix: 'vpce-' },
    member: 'vpcEndpointId',
  },
  pages: { least: 1, most: 1000, isCapped: true },
  filters: {
    'service-name': 'serviceName',
    'service-region': 'serviceRegion',
    'vpc-endpoint-id': 'vpcEndpointId',
    'vpc-endpoint-state': 'state',
    'vpc-endpoint-type': 'vpcEndpointType',
    'vpc-id': 'vpcId',
    ...TAG_FILTERS,
  },
  untoldFilters: ['ip-address-type', ...UNTOLD_TAG_FILTERS],
  resources: (call) => {
    const network = regionNetwork(call);
    return network?.endpoints.map((endpoint) => described(endpoint, network, call)) ?? [];
  },
});

/** `other` kinds are not told apart by the network. */
const TYPES: Readonly<Record<string, string>> = { interface: 'Interface', gateway: 'Gateway' };

function described(
  endpoint: VpcEndpoint,
  network: EnvironmentNetwork,
  { principal, region }: ApiCall,
): ApiResult {
  const onlyInbound = known(endpoint.privateDnsOnlyForInboundResolver);
  return {
    vpcEndpointId: endpoint.id,
    vpcEndpointType: TYPES[known(endpoint.type) ?? ''],
    vpcId: known(endpoint.vpc),
    serviceName: known(endpoint.serviceName),
    serviceRegion: region,
    // In lower case, whatever the API's model says of it.
    state: 'available',
    routeTableIdSet: knownIds(endpoint.routeTables),
    subnetIdSet: knownIds(endpoint.subnets),
    groupSet: knownIds(endpoint.securityGroups).map((groupId) => ({
      groupId,
      groupName: network.securityGroups.find(({ id }) => id === groupId)?.name,
    })),
    networkInterfaceIdSet: otherInterfaces(network)
      .filter(({ description }) => description.endsWith(` ${endpoint.id}`))
      .map(({ id }) => id),
    privateDnsEnabled: known(endpoint.privateDnsEnabled),
    dnsOptions:
      onlyInbound === undefined ? undefined : { privateDnsOnlyForInboundResolverEndpoint: onlyInbound },
    requesterManaged: false,
    ownerId: principal.accountId,
    tagSet: nameTag(endpoint),
  };
}
