import type { Network } from './network';

/** A network of nothing, but for its Region: to begin with, or to compare with. */
export const EMPTY_NETWORK: Omit<Network, 'region'> = {
  vpcs: [],
  subnets: [],
  routeTables: [],
  natGateways: [],
  networkAcls: [],
  securityGroups: [],
  prefixLists: [],
  endpoints: [],
  functions: [],
  publishedVersions: [],
  eventSourceMappings: [],
  roles: [],
  resources: [],
  unplaced: [],
};
