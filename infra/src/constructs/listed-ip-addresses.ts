import type {
  AllocateCidrRequest,
  IIpAddresses,
  SubnetIpamOptions,
  VpcIpamOptions,
} from 'aws-cdk-lib/aws-ec2';
import type { SubnetConfig } from '../config';

/**
 * Gives each subnet the block that is listed for its zone. CDK's own `IpAddresses.cidr` always begins at the first address of
 * the VPC, and moves the others when one is added.
 */
export class ListedIpAddresses implements IIpAddresses {
  /**
   * @param vpcCidr the VPC's block
   * @param subnets the blocks by zone, one each
   */
  constructor(
    private readonly vpcCidr: string,
    private readonly subnets: readonly SubnetConfig[],
  ) {}

  allocateVpcCidr(): VpcIpamOptions {
    return { cidrBlock: this.vpcCidr };
  }

  /** @throws Error when a subnet is asked for in a zone that has no block, or a second one in a zone */
  allocateSubnetsCidr({ requestedSubnets }: AllocateCidrRequest): SubnetIpamOptions {
    const free = new Map(this.subnets.map((subnet) => [subnet.availabilityZone, subnet.cidrBlock]));
    return {
      allocatedSubnets: requestedSubnets.map(({ availabilityZone }) => {
        const cidr = free.get(availabilityZone);
        if (cidr === undefined) throw new Error(`no block is left for a subnet in ${availabilityZone}`);
        free.delete(availabilityZone);
        return { cidr };
      }),
    };
  }
}
