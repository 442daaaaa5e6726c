import { known, knownIds } from '@furl/hyperplane';
import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import { AddressPool } from './address-pool';
import { inventedHex, inventedMac } from './invented';
import type { NetworkInterface, NetworkInterfaceAttachment } from './network-interface';

/** An interface of which it does not matter who made it. */
export interface AnyInterface extends Omit<
  NetworkInterface,
  'interfaceType' | 'requesterId' | 'requesterManaged' | 'attachment' | 'createdAt'
> {
  readonly interfaceType: NetworkInterface['interfaceType'] | 'vpc_endpoint' | 'nat_gateway';
  /** Absent of those that AWS made with a role of its own: nobody tells which. */
  readonly requesterId?: string;
  readonly requesterManaged: boolean;
  /** `attachTime` is absent where it was before all that is known here. */
  readonly attachment?: Omit<NetworkInterfaceAttachment, 'attachTime'> &
    Partial<Pick<NetworkInterfaceAttachment, 'attachTime'>>;
}

type Common = Omit<AnyInterface, 'interfaceType' | 'description' | 'securityGroupIds'>;

/**
 * The interfaces that AWS has in the subnets of a template for others than Lambda: one for each subnet of an interface
 * endpoint, and one for a NAT gateway. Everybody can see them, and nobody can change them.
 */
export function otherInterfaces(network: EnvironmentNetwork): readonly AnyInterface[] {
  const addresses = new AddressPool();
  const common = (id: string, subnetId: string): Common => {
    const { accountId, region } = network;
    const parts = [accountId, region, id, subnetId];
    const subnet = network.subnets.find((each) => each.id === subnetId);
    const [vpcId, availabilityZone] = [known(subnet?.vpc), known(subnet?.availabilityZone)];
    const privateIpAddress = addresses.take(subnetId, known(subnet?.cidrBlock), parts);
    return {
      id: `eni-0${inventedHex(['eni', ...parts], 16)}`,
      region,
      ownerId: accountId,
      subnetId,
      ...(vpcId !== undefined && { vpcId }),
      ...(availabilityZone !== undefined && { availabilityZone }),
      ...(privateIpAddress !== undefined && { privateIpAddress }),
      macAddress: inventedMac(parts),
      status: 'in-use',
      requesterManaged: true,
      attachment: {
        id: `ela-attach-0${inventedHex(['attachment', ...parts], 16)}`,
        status: 'attached',
        instanceOwnerId: 'amazon-aws',
        deviceIndex: 1,
        deleteOnTermination: false,
      },
    };
  };
  const ofEndpoints = network.endpoints
    .filter(({ type }) => type === 'interface')
    .flatMap(({ id, subnets, securityGroups, vpc }) => {
      const own = knownIds(securityGroups);
      const byDefault = network.securityGroups.filter((group) => group.isDefault && group.vpc === vpc);
      const securityGroupIds = own.length > 0 ? own : byDefault.map((group) => group.id);
      return knownIds(subnets).map((subnetId): AnyInterface => ({
        ...common(id, subnetId),
        interfaceType: 'vpc_endpoint',
        description: `VPC Endpoint Interface ${id}`,
        securityGroupIds,
      }));
    });
  const ofGateways = network.natGateways.flatMap(({ id, subnet }): AnyInterface[] => {
    const subnetId = known(subnet);
    if (subnetId === undefined) return [];
    const description = `Interface for NAT Gateway ${id}`;
    return [{ ...common(id, subnetId), interfaceType: 'nat_gateway', description, securityGroupIds: [] }];
  });
  return [...ofEndpoints, ...ofGateways];
}
