import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import {
  Lifecycle,
  type LifeEvent,
  type LiveEni,
  type LiveState,
  type Maybe,
  type VpcConfig,
} from '@furl/hyperplane';
import { InterfaceFacts, type FactsOptions } from './interface-facts';
import type { NetworkInterface } from './network-interface';

/** What the interfaces of one account and Region live by. */
export interface EnvironmentOptions {
  readonly roleId: FactsOptions['roleId'];
  readonly clock: () => Date;
  /** Whether functions that nobody invokes lose their interfaces. */
  readonly canIdle: boolean;
}

type OfInterface = Extract<LifeEvent, { kind: 'eni' }>;

/** The interfaces of one account and Region, as EC2 describes them. Times are those of the interfaces' clock. */
export class EnvironmentLife {
  private readonly life: Lifecycle;
  private readonly facts: InterfaceFacts;

  /** All of the network is deployed, and ready. */
  constructor(
    private current: EnvironmentNetwork,
    at: number,
    private readonly options: EnvironmentOptions,
  ) {
    const { accountId, region } = current;
    this.facts = new InterfaceFacts({ accountId, region, roleId: options.roleId });
    this.life = new Lifecycle(current, at, { durations: options.canIdle ? {} : { idle: Infinity } });
  }

  get network(): EnvironmentNetwork {
    return this.current;
  }

  get enis(): readonly LiveEni[] {
    return this.life.enis;
  }

  become(network: EnvironmentNetwork, at: number): LifeEvent[] {
    this.current = network;
    return this.life.become(network, at);
  }

  advance(at: number): LifeEvent[] {
    return this.life.advance(at);
  }

  nextAt(): number | undefined {
    return this.life.nextAt();
  }

  describe(eni: LiveEni): NetworkInterface {
    return this.facts.describe(eni, this.current, this.options.clock());
  }

  /** From now on it is attached, if that is what happened. */
  attach({ what, eni }: OfInterface): void {
    if (what === 'ready') this.facts.attach(eni, this.options.clock());
  }

  /** Its address is free, if it was deleted. */
  forget({ what, eni }: OfInterface): void {
    if (what === 'deleted') this.facts.forget(eni);
  }

  /** @param id EC2's */
  deleteInterface(id: string, at: number): 'deleted' | 'in-use' | 'not-found' {
    const eni = this.life.enis.find((each) => this.describe(each).id === id);
    return eni === undefined ? 'not-found' : this.life.deleteEni(eni.id, at);
  }

  /**
   * The groups of an interface are these from now on. Lambda goes by those that it gave it: whoever has it keeps it.
   *
   * @param id EC2's
   * @returns the interface with them; undefined when there is none
   */
  changeGroups(id: string, securityGroupIds: readonly string[]): NetworkInterface | undefined {
    const eni = this.life.enis.find((each) => this.describe(each).id === id);
    if (eni === undefined) return undefined;
    this.facts.changeGroups(eni, securityGroupIds);
    return this.describe(eni);
  }

  /** Undefined for a subnet of which nothing is known here. */
  freeAddresses(subnet: string): number | undefined {
    return this.life.freeAddresses(subnet);
  }

  stateOf(holder: string): LiveState | undefined {
    return this.life.stateOf(holder);
  }

  invoke(holder: string, at: number): LiveState | undefined {
    return this.life.invoke(holder, at);
  }

  /**
   * The VpcConfig by which a function's connections are held: the one that it runs with; before it runs, the one that it
   * is going to have.
   */
  rulingConfig(holder: string): Maybe<VpcConfig> | undefined {
    const config = this.currentConfig(holder);
    // Without subnets it is in no VPC (Lambda API, VpcConfig).
    const isNowhere = config !== undefined && 'subnets' in config && isEmpty(config.subnets);
    return isNowhere ? undefined : config;
  }

  private currentConfig(holder: string): Maybe<VpcConfig> | undefined {
    if (this.life.stateOf(holder)?.state === 'Active') return this.life.servedConfig(holder);
    const all = [...this.current.functions, ...this.current.publishedVersions];
    return all.find(({ id }) => id === holder)?.vpcConfig;
  }
}

/** Addresses of a subnet that nobody has: neither in its own account, nor in those that it is shared with. */
export function freeAddressesIn(
  subnetId: string,
  environments: readonly EnvironmentLife[],
): number | undefined {
  const owner = environments.find((each) => each.freeAddresses(subnetId) !== undefined);
  const free = owner?.freeAddresses(subnetId);
  if (free === undefined) return undefined;
  const guests = environments.filter((each) => each !== owner).flatMap(({ enis }) => enis);
  return free - guests.filter(({ subnet }) => subnet === subnetId).length;
}

function isEmpty(ids: VpcConfig['subnets']): boolean {
  return 'length' in ids && ids.length === 0;
}
