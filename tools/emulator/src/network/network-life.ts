import { LATEST, type EnvironmentNetwork, type LambdaFunction } from '@furl/cloud-assembly';
import type { LifeEvent, Maybe, VpcConfig } from '@furl/hyperplane';
import type { NotReady } from '../runtime/not-ready';
import { ApiChanges, type ApiChangesOptions, type Cause } from './api-changes';
import { Chronicle, type ChronicleOptions } from './chronicle';
import { holderId, publishedVersions, type Deployment } from './deployment';
import { DEFAULT_ENI_CLOCK, speedOf, type EniClock } from './eni-clock';
import { EnvironmentLife, freeAddressesIn } from './environment-life';
import { ACTIVE, functionState, notReady } from './function-state';
import type { Actor } from './history';
import { InterfaceChanges } from './interface-changes';
import { LastModified } from './last-modified';
import { LifeClock } from './life-clock';
import { refusalOf } from './refusal';
import type { DeployedFunction, DeployedVersion, FunctionState, LivingNetwork } from './living-network';
import type { ManagementEvent } from './management-event';
import type { NetworkInterface } from './network-interface';

/** What a living network is made with. */
export interface NetworkLifeOptions extends ChronicleOptions, Pick<ApiChangesOptions, 'inTurn' | 'deploy'> {
  /** @default 60x, at which idle functions are left alone */
  readonly eniClock?: EniClock | undefined;
  /** Functions run with other interfaces now, and their connections reach something else. */
  readonly onServed: () => void;
}

/** The network of what is deployed, over time. */
export class NetworkLife implements LivingNetwork {
  readonly deleteInterface: LivingNetwork['deleteInterface'];
  readonly changeInterfaceGroups: LivingNetwork['changeInterfaceGroups'];
  readonly deleteFunction: LivingNetwork['deleteFunction'];
  readonly updateVpcConfig: LivingNetwork['updateVpcConfig'];
  readonly publishVersion: LivingNetwork['publishVersion'];
  private readonly environments = new Map<string, EnvironmentLife>();
  private readonly chronicle: Chronicle;
  private readonly time: LifeClock;
  private readonly modified = new LastModified();
  private readonly canIdle: boolean;
  private isServedAnew = false;

  constructor(
    private deployment: Deployment,
    private readonly options: NetworkLifeOptions,
  ) {
    this.chronicle = new Chronicle(options);
    this.time = new LifeClock(speedOf(options.eniClock ?? DEFAULT_ENI_CLOCK), options.clock);
    // Only who names a clock wants to see 14 days go by: a function that fails overnight helps nobody else.
    this.canIdle = options.eniClock !== undefined && !this.time.isInstant;
    const record = ({ actor, deed }: Cause): void => this.chronicle.called(actor, deed);
    const changes = new ApiChanges({
      deployment: () => this.deployment,
      stateOf: (fn) => {
        this.catchUp();
        return this.stateOf(fn, LATEST);
      },
      inTurn: options.inTurn,
      deploy: options.deploy,
      record,
    });
    this.deleteFunction = changes.deleteFunction;
    this.updateVpcConfig = changes.updateVpcConfig;
    this.publishVersion = changes.publishVersion;
    const interfaceChanges = new InterfaceChanges({
      environments: () => {
        this.catchUp();
        return [...this.environments.values()];
      },
      now: () => this.time.now(),
      absorb: (environment, events, by) => this.absorb(environment, events, by),
      record,
    });
    this.deleteInterface = interfaceChanges.deleteInterface;
    this.changeInterfaceGroups = interfaceChanges.changeInterfaceGroups;
  }

  /** Everything of the first deployment is there already, and ready. */
  begin(): void {
    const { assembly, networks } = this.deployment;
    this.chronicle.deployed([], assembly.functions);
    this.modified.note(this.deployment, this.options.clock());
    for (const network of networks) {
      const environment = this.enter(network);
      for (const eni of environment.enis) this.chronicle.interfaceMade(environment.describe(eni), eni.madeBy);
    }
    this.settle();
  }

  /**
   * Something else is deployed from now on.
   *
   * @param cause the call that it comes of; absent: the templates
   */
  become(next: Deployment, cause?: Cause): void {
    const before = this.deployment;
    if (next === before) return;
    this.catchUp();
    this.deployment = next;
    if (cause === undefined) this.chronicle.deployed(before.assembly.functions, next.assembly.functions);
    else this.chronicle.called(cause.actor, cause.deed);
    this.modified.note(next, this.options.clock());
    const networks = new Map(next.networks.map((network) => [keyOf(network), network]));
    for (const [key, { network }] of this.environments) {
      if (!networks.has(key)) networks.set(key, emptied(network));
    }
    const at = this.time.now();
    for (const [key, network] of networks) {
      const environment = this.environments.get(key) ?? this.enter(emptied(network));
      this.absorb(environment, environment.become(network, at));
    }
    this.settle();
    // Whoever calls this looks at what everybody runs with next.
    this.isServedAnew = false;
  }

  /** An invocation of a version: why it cannot be, or undefined when it can. */
  knock(fn: LambdaFunction, version: string): NotReady | undefined {
    const state = this.environmentOf(fn)?.invoke(holderId(fn, version), this.time.now());
    if (state === undefined) return undefined;
    this.catchUp();
    return notReady(state, fn.functionName);
  }

  /** The VpcConfig by which a version's connections are held; undefined when it is in no VPC. */
  rulingConfig(fn: LambdaFunction, version: string): Maybe<VpcConfig> | undefined {
    return this.environmentOf(fn)?.rulingConfig(holderId(fn, version));
  }

  /** The network of a function. */
  networkOf(fn: LambdaFunction): EnvironmentNetwork | undefined {
    return this.deployment.networkOf(fn);
  }

  /** What would not be deployed like this on AWS, a sentence each. */
  notices(): string[] {
    return this.deployment.assembly.functions.flatMap(
      (fn) => refusalOf(fn, this.stateOf(fn, LATEST), this.networkOf(fn)) ?? [],
    );
  }

  close(): void {
    this.time.close();
  }

  functions(): readonly DeployedFunction[] {
    this.catchUp();
    return this.deployment.assembly.functions.map((fn) => ({
      fn,
      versions: [LATEST, ...publishedVersions(fn)].map((version) => this.deployedVersion(fn, version)),
    }));
  }

  networks(): readonly EnvironmentNetwork[] {
    return this.deployment.networks;
  }

  interfaces(): readonly NetworkInterface[] {
    this.catchUp();
    return [...this.environments.values()].flatMap((each) => each.enis.map((eni) => each.describe(eni)));
  }

  freeAddresses(subnetId: string): number | undefined {
    this.catchUp();
    return freeAddressesIn(subnetId, [...this.environments.values()]);
  }

  history(): readonly ManagementEvent[] {
    this.catchUp();
    return this.chronicle.history;
  }

  private environmentOf(fn: LambdaFunction): EnvironmentLife | undefined {
    return this.environments.get(keyOf(fn));
  }

  private enter(network: EnvironmentNetwork): EnvironmentLife {
    const { canIdle, options } = this;
    const environment = new EnvironmentLife(network, this.time.now(), { ...options, canIdle });
    this.environments.set(keyOf(network), environment);
    return environment;
  }

  private deployedVersion(fn: LambdaFunction, version: string): DeployedVersion {
    const vpcConfig = this.deployment.vpcConfigOf(fn, version);
    return {
      version,
      ...(vpcConfig !== undefined && { vpcConfig }),
      lastModified: this.modified.of(holderId(fn, version)) ?? this.options.clock(),
      state: this.stateOf(fn, version),
    };
  }

  private stateOf(fn: LambdaFunction, version: string): FunctionState {
    const state = this.environmentOf(fn)?.stateOf(holderId(fn, version));
    return state === undefined ? ACTIVE : functionState(state);
  }

  /** Lets happen what came due since somebody looked. */
  private catchUp(): void {
    const at = this.time.now();
    let hasHappened = false;
    for (const environment of this.environments.values()) {
      const events = environment.advance(at);
      hasHappened ||= events.length > 0;
      this.absorb(environment, events);
    }
    if (hasHappened) this.settle();
    if (!this.isServedAnew) return;
    this.isServedAnew = false;
    this.options.onServed();
  }

  /** An instant clock goes on until nothing more happens; another one wakes when something does. */
  private settle(): void {
    const environments = [...this.environments.values()];
    for (;;) {
      const due = environments.flatMap((environment) => environment.nextAt() ?? []);
      const next = due.length === 0 ? undefined : Math.min(...due);
      if (next === undefined || !this.time.isInstant) {
        return this.time.wake(next, () => {
          this.catchUp();
          this.settle();
        });
      }
      this.time.leap(next);
      for (const environment of environments) this.absorb(environment, environment.advance(next));
    }
  }

  /** @param by who called, when Lambda did not do it by itself */
  private absorb(environment: EnvironmentLife, events: readonly LifeEvent[], by?: Actor): void {
    for (const event of events) {
      if (event.kind === 'state') {
        this.isServedAnew = this.chronicle.tellState(event) || this.isServedAnew;
        continue;
      }
      environment.attach(event);
      this.chronicle.tellInterface(environment, event, by);
      environment.forget(event);
    }
  }
}

function keyOf({ accountId, region }: { readonly accountId: string; readonly region: string }): string {
  return `${accountId}/${region}`;
}

/** The same place with nobody in it. */
function emptied(network: EnvironmentNetwork): EnvironmentNetwork {
  return { ...network, functions: [], publishedVersions: [], eventSourceMappings: [] };
}
