import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import { addressIn, type LiveEni, type Maybe } from '@furl/hyperplane';
import { inventedHex, inventedUuid } from './invented';
import type { NetworkInterface } from './network-interface';

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

/** AWS keeps the first four addresses of a subnet and the last one (Amazon VPC User Guide, "Subnet CIDR blocks"). */
const FIRST_ADDRESS = 4;

/** Gives the interfaces of one account and Region what EC2 gives them: ids, addresses, a description. */
export class InterfaceFacts {
  private readonly facts = new Map<string, Facts>();
  private readonly addresses = new Set<string>();

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
    if (address !== undefined) this.addresses.delete(`${subnet} ${address}`);
    this.facts.delete(id);
  }

  private factsOf(eni: LiveEni, network: EnvironmentNetwork, now: Date): Facts {
    const there = this.facts.get(eni.id);
    if (there !== undefined) return there;
    const { accountId, region, roleId } = this.options;
    const parts = [accountId, region, eni.id];
    const subnet = network.subnets.find(({ id }) => id === eni.subnet);
    const [vpcId, availabilityZone] = [known(subnet?.vpc), known(subnet?.availabilityZone)];
    const privateIpAddress = this.takeAddress(eni.subnet, known(subnet?.cidrBlock), parts);
    const role = eni.madeBy ?? '';
    const id = roleId(role) ?? `AROA${inventedHex(['role', role], 17).toUpperCase()}`;
    const facts: Facts = {
      id: `eni-0${inventedHex(['eni', ...parts], 16)}`,
      ...(vpcId !== undefined && { vpcId }),
      ...(availabilityZone !== undefined && { availabilityZone }),
      ...(privateIpAddress !== undefined && { privateIpAddress }),
      // Locally administered, as all of EC2's are.
      macAddress: `06${inventedHex(['mac', ...parts], 10)}`.replace(/(..)(?=.)/g, '$1:'),
      description: `AWS Lambda VPC ENI-${eni.madeFor.function ?? eni.madeFor.name}-${inventedUuid(parts)}`,
      requesterId: `${id}:${accountId}`,
      createdAt: now,
      attachmentId: `ela-attach-0${inventedHex(['attachment', ...parts], 16)}`,
      attachTime: now,
    };
    this.facts.set(eni.id, facts);
    return facts;
  }

  /** One that nobody has, anywhere in the block, as EC2 takes them. */
  private takeAddress(
    subnet: string,
    cidr: string | undefined,
    parts: readonly string[],
  ): string | undefined {
    const size = 2 ** (32 - Number(/\/(\d+)$/.exec(cidr ?? '')?.[1])) - FIRST_ADDRESS - 1;
    if (cidr === undefined || !(size > 0)) return undefined;
    const start = Number.parseInt(inventedHex(['address', ...parts], 8), 16);
    for (let tried = 0; tried < size; tried += 1) {
      const address = addressIn(cidr, FIRST_ADDRESS + ((start + tried) % size));
      const key = `${subnet} ${address}`;
      if (address === undefined || this.addresses.has(key)) continue;
      this.addresses.add(key);
      return address;
    }
    return undefined;
  }
}

const ATTACHMENT = { pending: 'attaching', 'in-use': 'attached', detaching: 'detaching' } as const;

function known<T extends string>(value: Maybe<T> | undefined): T | undefined {
  return typeof value === 'string' ? value : undefined;
}
