import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import { known, type LiveEni } from '@furl/hyperplane';
import { AddressPool } from './address-pool';
import { inventedHex, inventedMac, inventedUuid } from './invented';
import type { NetworkInterface } from './network-interface';
import { otherInterfaces } from './other-interfaces';

/** What stays the same of an interface from its beginning to its end. */
type Facts = Pick<
  NetworkInterface,
  | 'id'
  | 'vpcId'
  | 'availabilityZone'
  | 'privateIpAddress'
  | 'macAddress'
  | 'description'
  | 'requesterId'
  | 'createdAt'
> & {
  readonly attachmentId: string;
  attachTime: Date;
  /** Of one whose groups somebody changed. */
  changedGroups?: readonly string[];
};

/** What interfaces are made with. */
export interface FactsOptions {
  readonly accountId: string;
  readonly region: string;
  /** The unique id of a role by its ARN; undefined for one that is not in the templates. */
  readonly roleId: (arn: string) => string | undefined;
}

/** Gives the interfaces of one account and Region what EC2 gives them: ids, addresses, a description. */
export class InterfaceFacts {
  private readonly facts = new Map<string, Facts>();
  private readonly addresses = new AddressPool();

  constructor(private readonly options: FactsOptions) {}

  /** The interface as EC2 describes it; the first time it is asked for, it gets what it keeps. */
  describe(eni: LiveEni, network: EnvironmentNetwork, now: Date): NetworkInterface {
    const { attachmentId, attachTime, changedGroups, ...facts } = this.factsOf(eni, network, now);
    const { accountId, region } = this.options;
    return {
      ...facts,
      region,
      ownerId: accountId,
      subnetId: eni.subnet,
      securityGroupIds: changedGroups ?? eni.securityGroups,
      interfaceType: eni.status === 'available' ? 'interface' : 'lambda',
      status: eni.status,
      requesterManaged: false,
      ...(eni.status !== 'available' && {
        attachment: {
          id: attachmentId,
          status: ATTACHMENT[eni.status],
          instanceOwnerId: 'amazon-aws',
          deviceIndex: 1,
          deleteOnTermination: false,
          attachTime,
        },
      }),
    };
  }

  /** It is attached from now on. */
  attach(eni: LiveEni, now: Date): void {
    const facts = this.facts.get(eni.id);
    if (facts !== undefined) facts.attachTime = now;
  }

  /** It has these groups from now on, whatever Lambda gave it. */
  changeGroups(eni: LiveEni, securityGroupIds: readonly string[]): void {
    const facts = this.facts.get(eni.id);
    if (facts !== undefined) facts.changedGroups = [...new Set(securityGroupIds)].sort();
  }

  /** Its address is free again. */
  forget({ id, subnet }: LiveEni): void {
    const address = this.facts.get(id)?.privateIpAddress;
    if (address !== undefined) this.addresses.release(subnet, address);
    this.facts.delete(id);
  }

  private factsOf(eni: LiveEni, network: EnvironmentNetwork, now: Date): Facts {
    const there = this.facts.get(eni.id);
    if (there !== undefined) return there;
    const { accountId, region, roleId } = this.options;
    const parts = [accountId, region, eni.id];
    const subnet = network.subnets.find(({ id }) => id === eni.subnet);
    const [vpcId, availabilityZone] = [known(subnet?.vpc), known(subnet?.availabilityZone)];
    for (const { subnetId, privateIpAddress: address } of otherInterfaces(network)) {
      if (address !== undefined) this.addresses.reserve(subnetId, address);
    }
    const privateIpAddress = this.addresses.take(eni.subnet, known(subnet?.cidrBlock), parts);
    const role = eni.madeBy ?? '';
    const id = roleId(role) ?? `AROA${inventedHex(['role', role], 17).toUpperCase()}`;
    const facts: Facts = {
      id: `eni-0${inventedHex(['eni', ...parts], 16)}`,
      ...(vpcId !== undefined && { vpcId }),
      ...(availabilityZone !== undefined && { availabilityZone }),
      ...(privateIpAddress !== undefined && { privateIpAddress }),
      macAddress: inventedMac(parts),
      description: `AWS Lambda VPC ENI-${eni.madeFor.function ?? eni.madeFor.name}-${inventedUuid(parts)}`,
      requesterId: `${id}:${accountId}`,
      createdAt: now,
      attachmentId: `ela-attach-0${inventedHex(['attachment', ...parts], 16)}`,
      attachTime: now,
    };
    this.facts.set(eni.id, facts);
    return facts;
  }
}

const ATTACHMENT = { pending: 'attaching', 'in-use': 'attached', detaching: 'detaching' } as const;
