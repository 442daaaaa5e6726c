import { LATEST, type EnvironmentNetwork, type LambdaFunction } from '@furl/cloud-assembly';
import type { LifeEvent, Maybe, VpcConfig } from '@furl/hyperplane';
import { isDeepStrictEqual } from 'node:util';
import type { Principal } from '../account/principal';
import type { EventSink } from '../events';
import type { NotReady } from '../runtime/not-ready';
import {
  deedsBetween,
  functionDeleted,
  functionUpdated,
  interfaceCreated,
  interfaceDeleted,
  versionPublished,
} from './deeds';
import { publishedVersions, settingsOf, type Deployment } from './deployment';
import { DEFAULT_ENI_CLOCK, speedOf, type EniClock } from './eni-clock';
import { EnvironmentLife, type EnvironmentOptions } from './environment-life';
import { ACTIVE, functionState, notReady } from './function-state';
import { actorOf, History, type Actor, type Deed } from './history';
import { LifeClock } from './life-clock';
import type {
  DeployedFunction,
  DeployedVersion,
  DeployedVpcConfig,
  FunctionState,
  LivingNetwork,
} from './living-network';
import type { ManagementEvent } from './management-event';
import { groupName, subnetName } from './names';
import type { NetworkInterface } from './network-interface';

/** Who did what, when it was no template. */
export interface Cause {
  readonly actor: Actor;
  readonly deed: Deed;
}

/** What a living network is made with. */
export interface NetworkLifeOptions extends Pick<EnvironmentOptions, 'roleId' | 'clock'> {
  readonly events: EventSink;
  /** @default 60x, at which idle functions are left alone */
  readonly eniClock?: EniClock | undefined;
  /** The person at the terminal, who deploys the templates. */
  readonly developer: Principal;
  /** Does one thing after the other: what is deployed changes only in a turn. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Serves another deployment; it calls {@link NetworkLife.become}. */
  readonly deploy: (next: Deployment, cause: Cause) => Promise<unknown>;
  /** Functions run with other interfaces now, and their connections reach something else. */
  readonly onServed: () => void;
}

type Eni = Extract<LifeEvent, { kind: 'eni' }>;

/** The network of what is deployed, over time. */
export class NetworkLife implements LivingNetwork {
  private readonly environments = new Map<string, EnvironmentLife>();
  private readonly past: History;
  private readonly time: LifeClock;
  private readonly canIdle: boolean;
  private readonly modified = new Map<string, { readonly settings: object; readonly at: Date }>();
  /** Versions of which it was told that they are not at rest. */
  private readonly restless = new Set<string>();
  private isServedAnew = false;

  constructor(
    private deployment: Deployment,
    private readonly options: NetworkLifeOptions,
  ) {
    this.past = new History(options.clock);
    const speed = speedOf(options.eniClock ?? DEFAULT_ENI_CLOCK);
    this.time = new LifeClock(speed, options.clock);
    // Only who names a clock wants to see 14 days go by: a function that fails overnight helps nobody else.
    this.canIdle = options.eniClock !== undefined && !this.time.isInstant;
  }

  /** Everything of the first deployment is there already, and ready. */
  begin(): void {
    const at = this.time.now();
    this.recordChange([], this.deployment.assembly.functions);
    for (const network of this.deployment.networks) {
      const environment = new EnvironmentLife(network, at, { ...this.options, canIdle: this.canIdle });
      this.environments.set(keyOf(network), environment);
      for (const eni of environment.enis) this.recordCreation(environment.describe(eni), eni.madeBy);
    }
    this.noteModified();
    this.settle();
  }

  /** Something else is deployed from now on. */
  become(next: Deployment, cause?: Cause): void {
    const before = this.deployment;
    if (next === before) return;
    this.catchUp();
    this.deployment = next;
    if (cause === undefined) this.recordChange(before.assembly.functions, next.assembly.functions);
    else this.past.record(cause.actor, cause.deed);
    this.noteModified();
    const at = this.time.now();
    const networks = new Map(next.networks.map((network) => [keyOf(network), network]));
    for (const [key, environment] of this.environments) {
      if (!networks.has(key)) networks.set(key, emptied(environment.network));
    }
    for (const [key, network] of networks) {
      const there = this.environments.get(key);
      const environment =
        there ?? new EnvironmentLife(emptied(network), at, { ...this.options, canIdle: this.canIdle });
      this.environments.set(key, environment);
      this.absorb(environment, environment.become(network, at));
    }
    this.settle();
    // Whoever calls this looks at what everybody runs with next.
    this.isServedAnew = false;
  }

  /** An invocation of a version: why it cannot be, or undefined when it can. */
  knock(
    fn: Pick<LambdaFunction, 'arn' | 'functionName' | 'accountId' | 'region'>,
    version: string,
  ): NotReady | undefined {
    const environment = this.environments.get(keyOf(fn));
    const state = environment?.invoke(holderId(fn, version), this.time.now());
    if (state === undefined) return undefined;
    this.catchUp();
    return notReady(state, fn.functionName);
  }

  /** The VpcConfig by which a version's connections are held; undefined when it is in no VPC. */
  rulingConfig(fn: LambdaFunction, version: string): Maybe<VpcConfig> | undefined {
    return this.environments.get(keyOf(fn))?.rulingConfig(holderId(fn, version));
  }

  /** The network of a function. */
  networkOf(fn: LambdaFunction): EnvironmentNetwork | undefined {
    return this.deployment.networkOf(fn);
  }

  /** What would not be deployed like this on AWS, a sentence each. */
  notices(): string[] {
    return this.functions().flatMap(({ fn, versions: [latest] }) => {
      if (latest?.state.state === 'Failed') {
        return [
          `${fn.functionName} is Failed (${latest.state.stateReasonCode}): ${latest.state.stateReason}`,
        ];
      }
      const role = this.networkOf(fn)?.roles.find(({ id }) => id === fn.roleArn);
      if (fn.vpc === undefined || role?.managesNetworkInterfaces !== false) return [];
      return [
        `${fn.functionName}: its role may not manage network interfaces, and AWS would refuse to create it in a VPC: give it AWSLambdaVPCAccessExecutionRole`,
      ];
    });
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
    for (const environment of this.environments.values()) {
      const free = environment.freeAddresses(subnetId);
      if (free !== undefined) return free;
    }
    return undefined;
  }

  history(): readonly ManagementEvent[] {
    this.catchUp();
    return this.past.events;
  }

  deleteInterface(id: string, by: Principal): 'deleted' | 'in-use' | 'not-found' {
    this.catchUp();
    const at = this.time.now();
    for (const environment of this.environments.values()) {
      const outcome = environment.deleteInterface(id, at);
      if (outcome === 'not-found') continue;
      this.absorb(environment, environment.advance(at), actorOf(by));
      return outcome;
    }
    return 'not-found';
  }

  deleteFunction(
    functionArn: string,
    version: string | undefined,
    by: Principal,
  ): Promise<'deleted' | 'not-found'> {
    return this.options.inTurn(async () => {
      const fn = this.deployment.functionOf(functionArn);
      const isThere = fn !== undefined && (version === undefined || publishedVersions(fn).includes(version));
      if (!isThere) return 'not-found';
      await this.deploy(this.deployment.without(functionArn, version), by, functionDeleted(fn, version));
      return 'deleted';
    });
  }

  updateVpcConfig(
    functionArn: string,
    config: DeployedVpcConfig,
    by: Principal,
  ): Promise<'updated' | 'conflict' | 'not-found'> {
    return this.options.inTurn(async () => {
      const fn = this.deployment.functionOf(functionArn);
      if (fn === undefined) return 'not-found';
      if (this.isBusy(fn)) return 'conflict';
      const next = this.deployment.withVpcConfig(functionArn, config);
      await this.deploy(next, by, functionUpdated(next.functionOf(functionArn) ?? fn));
      return 'updated';
    });
  }

  publishVersion(
    functionArn: string,
    by: Principal,
  ): Promise<{ readonly version: string } | 'conflict' | 'not-found'> {
    return this.options.inTurn(async () => {
      const fn = this.deployment.functionOf(functionArn);
      if (fn === undefined) return 'not-found';
      if (this.isBusy(fn)) return 'conflict';
      const unchanged = this.deployment.unchangedVersion(fn);
      if (unchanged !== undefined) {
        this.past.record(actorOf(by), versionPublished(fn, unchanged));
        return { version: unchanged };
      }
      const { deployment, version } = this.deployment.withVersion(fn);
      await this.deploy(deployment, by, versionPublished(fn, version));
      return { version };
    });
  }

  private deploy(next: Deployment, by: Principal, deed: Deed): Promise<unknown> {
    return this.options.deploy(next, { actor: actorOf(by), deed });
  }

  /** "Functions can only be updated if they are in the Active or Inactive state", and one update comes after the other. */
  private isBusy(fn: LambdaFunction): boolean {
    this.catchUp();
    const { state, lastUpdateStatus } = this.stateOf(fn, LATEST);
    return (state !== 'Active' && state !== 'Inactive') || lastUpdateStatus === 'InProgress';
  }

  private deployedVersion(fn: LambdaFunction, version: string): DeployedVersion {
    const vpcConfig = this.deployment.vpcConfigOf(fn, version);
    return {
      version,
      ...(vpcConfig !== undefined && { vpcConfig }),
      lastModified: this.modified.get(holderId(fn, version))?.at ?? this.options.clock(),
      state: this.stateOf(fn, version),
    };
  }

  private stateOf(fn: LambdaFunction, version: string): FunctionState {
    const state = this.environments.get(keyOf(fn))?.stateOf(holderId(fn, version));
    return state === undefined ? ACTIVE : functionState(state);
  }

  private noteModified(): void {
    const at = this.options.clock();
    const ids = new Set<string>();
    for (const fn of this.deployment.assembly.functions) {
      for (const version of [LATEST, ...publishedVersions(fn)]) {
        const id = holderId(fn, version);
        ids.add(id);
        const settings = settingsOf(fn);
        const before = this.modified.get(id);
        const hasChanged = version === LATEST && !isDeepStrictEqual(before?.settings, settings);
        if (before === undefined || hasChanged) this.modified.set(id, { settings, at });
      }
    }
    for (const id of this.modified.keys()) if (!ids.has(id)) this.modified.delete(id);
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
    if (!hasHappened) return;
    this.settle();
    if (!this.isServedAnew) return;
    this.isServedAnew = false;
    this.options.onServed();
  }

  /** An instant clock goes on until nothing more happens; another one wakes when something does. */
  private settle(): void {
    for (;;) {
      const due = [...this.environments.values()].flatMap((environment) => environment.nextAt() ?? []);
      const next = due.length === 0 ? undefined : Math.min(...due);
      if (next === undefined || !this.time.isInstant) {
        return this.time.wake(next, () => {
          this.catchUp();
          this.settle();
        });
      }
      this.time.leap(next);
      for (const environment of this.environments.values()) {
        this.absorb(environment, environment.advance(next));
      }
    }
  }

  private absorb(environment: EnvironmentLife, events: readonly LifeEvent[], by?: Actor): void {
    for (const event of events) {
      if (event.kind === 'eni') this.absorbEni(environment, event, by);
      else this.absorbState(event);
    }
  }

  private absorbEni(environment: EnvironmentLife, event: Eni, by?: Actor): void {
    const { what, eni } = event;
    const described = environment.describe(eni);
    if (what === 'created') this.recordCreation(described, eni.madeBy);
    if (what === 'deleted') {
      this.past.record(by ?? lambdaActor(described, eni.madeBy), interfaceDeleted(described));
    }
    // A role that is gone cannot even try.
    if (what === 'left-behind' && eni.madeBy !== undefined && this.options.roleId(eni.madeBy) !== undefined) {
      this.past.record(lambdaActor(described, eni.madeBy), interfaceDeleted(described, UNAUTHORIZED));
    }
    environment.note(event);
    const { network } = environment;
    const freeAddresses = environment.freeAddresses(eni.subnet);
    this.options.events({
      kind: 'network-interface',
      what,
      networkInterfaceId: described.id,
      status: eni.status,
      subnetId: eni.subnet,
      subnet: subnetName(network, eni.subnet),
      securityGroups: eni.securityGroups.map((id) => groupName(network, id)),
      functions: [...new Set(eni.holders.flatMap((holder) => holder.function ?? []))],
      ...(freeAddresses !== undefined && { freeAddresses }),
    });
  }

  private absorbState({ holder, state }: Extract<LifeEvent, { kind: 'state' }>): void {
    if (holder.kind === 'event-source-mapping') return;
    const isAtRest = state.state === 'Active' && state.lastUpdate === 'Successful';
    if (isAtRest && !this.restless.delete(holder.id)) return;
    if (isAtRest) this.isServedAnew = true;
    else this.restless.add(holder.id);
    this.options.events({
      kind: 'function-state',
      functionName: holder.function ?? holder.name,
      version: holder.kind === 'function' ? LATEST : holder.id.slice(holder.id.lastIndexOf(':') + 1),
      ...functionState(state),
    });
  }

  /** Templates are deployed by CloudFormation, for the person at the terminal. */
  private recordChange(before: readonly LambdaFunction[], after: readonly LambdaFunction[]): void {
    const actor = actorOf(this.options.developer, 'cloudformation.amazonaws.com');
    for (const deed of deedsBetween(before, after)) this.past.record(actor, deed);
  }

  private recordCreation(eni: NetworkInterface, role: string | undefined): void {
    this.past.record(lambdaActor(eni, role), interfaceCreated(eni));
  }
}

/** What EC2 answers to a role that may not. */
const UNAUTHORIZED = {
  errorCode: 'Client.UnauthorizedOperation',
  errorMessage: 'You are not authorized to perform this operation.',
};

/** Lambda, in the session of the role that made an interface. */
function lambdaActor({ requesterId, ownerId }: NetworkInterface, roleArn = ''): Actor {
  const [roleId = ''] = requesterId.split(':');
  return { roleArn, roleId, sessionName: ownerId, accountId: ownerId, via: 'lambda.amazonaws.com' };
}

function keyOf({ accountId, region }: { readonly accountId: string; readonly region: string }): string {
  return `${accountId}/${region}`;
}

/** `$LATEST` is the function itself. */
function holderId({ arn }: Pick<LambdaFunction, 'arn'>, version: string): string {
  return version === LATEST ? arn : `${arn}:${version}`;
}

/** The same place with nobody in it. */
function emptied(network: EnvironmentNetwork): EnvironmentNetwork {
  return { ...network, functions: [], publishedVersions: [], eventSourceMappings: [] };
}
