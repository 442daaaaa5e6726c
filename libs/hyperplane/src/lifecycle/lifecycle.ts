import type { Maybe, Network, VpcConfig } from '../network';
import { type PossibleHolder, possibleHolders } from '../plan/holders';
import { DEFAULT_ENI_QUOTA } from '../plan/plan';
import { spotsOf } from '../plan/spots';
import { DURATIONS, type Durations } from './durations';
import { EniPool, type Holding } from './eni-pool';
import { groundOf } from './ground';
import { ACTIVE, CREATING, holdingOf, isSame, lifeOf, serve, type Life } from './life';
import type { LifeEvent, LifeFailure, LiveEni, LiveState } from './life-event';

/** How interfaces live. */
export interface LifecycleOptions {
  /** Interfaces allowed in each VPC. @default {@link DEFAULT_ENI_QUOTA} */
  readonly quota?: number;
  /** @default AWS's; an `idle` of Infinity reclaims nothing */
  readonly durations?: Partial<Durations>;
}

/**
 * The interfaces of one account and Region over time: what Lambda makes, shares, replaces and takes away as functions,
 * versions and mappings come, change and go. It has no clock: it is told the time, which never runs backwards, in
 * milliseconds on any scale, and does what came due until then in the order in which it did.
 *
 * @example
 * const life = new Lifecycle(network, 0); // all that is in the network is deployed, and ready
 * life.become(withoutSomeFunctions, 1000);
 * life.advance(20 * 60_000); // LifeEvent[]: let go, detached, deleted
 */
export class Lifecycle {
  private readonly pool: EniPool;
  private readonly lives = new Map<string, Life>();
  private readonly durations: Durations;
  private readonly quota: number;
  private readonly rolesSeen = new Set<string>();
  private events: LifeEvent[] = [];
  private now: number;

  /** Begins with everything of the network deployed long since; whose interfaces do not fit, `Failed`. */
  constructor(network: Network, at: number, options: LifecycleOptions = {}) {
    this.now = at;
    this.durations = { ...DURATIONS, ...options.durations };
    this.quota = options.quota ?? DEFAULT_ENI_QUOTA;
    const ground = groundOf(network, this.quota, this.rolesSeen);
    this.pool = new EniPool(ground, this.durations, (event) => this.events.push(event));
    for (const wish of possibleHolders(network)) this.add(wish, at, false);
    this.settle(at);
    this.events = [];
  }

  /** The interfaces that are there, the oldest first. */
  get enis(): LiveEni[] {
    return this.pool.enis;
  }

  /** Addresses of a subnet that nobody has; undefined when its block is not known. */
  freeAddresses(subnet: string): number | undefined {
    return this.pool.free(subnet);
  }

  /** The state of a function, version or mapping by its id; undefined when there is none. */
  stateOf(id: string): LiveState | undefined {
    return this.lives.get(id)?.state;
  }

  /** The VpcConfig that it runs with: its own, or while an update is under way the one before. */
  servedConfig(id: string): Maybe<VpcConfig> | undefined {
    return this.lives.get(id)?.served;
  }

  /**
   * What is deployed is this network from now on.
   *
   * @returns what came to pass, up to this time and because of it
   */
  become(network: Network, at: number): LifeEvent[] {
    this.catchUp(at);
    this.pool.ground = groundOf(network, this.quota, this.rolesSeen);
    const wishes = new Map(possibleHolders(network).map((wish) => [wish.holder.id, wish]));
    const gone = [...this.lives].filter(([id]) => !wishes.has(id));
    for (const [id] of gone) this.lives.delete(id);
    for (const [id, wish] of wishes) {
      const life = this.lives.get(id);
      if (life === undefined) this.add(wish, at, true);
      else this.revise(life, wish, at);
    }
    this.settle(at);
    this.pool.keepRoles(new Set(gone.map(([, { wish }]) => wish.role)));
    return this.taken();
  }

  /**
   * An invocation of a function or a version. One that is idle is woken: it is Pending until it has its interfaces again.
   *
   * @returns the state that it failed for; undefined when it may run
   */
  invoke(id: string, at: number): LiveState | undefined {
    const life = this.lives.get(id);
    if (life === undefined) return undefined;
    if (life.state.state === 'Active' && at < life.lastUsed + this.durations.idle) {
      life.lastUsed = at;
      return undefined;
    }
    this.catchUp(at);
    const { state } = life;
    if (state.state === 'Active') {
      life.lastUsed = at;
      return undefined;
    }
    if (state.state === 'Inactive' && at >= life.retryAt) {
      this.turn(life, { ...state, state: 'Pending', reason: 'Restoring' }, at);
      this.seek(life, at);
      this.settle(at);
    }
    return state;
  }

  /** Somebody deletes an interface. */
  deleteEni(id: string, at: number): 'deleted' | 'in-use' | 'not-found' {
    this.catchUp(at);
    return this.pool.delete(id, at);
  }

  /** When something comes to pass by itself; undefined when nothing does. */
  nextAt(): number | undefined {
    const due = [...this.lives.values()].flatMap((life) => this.idleAt(life) ?? []);
    const next = Math.min(this.pool.nextAt() ?? Infinity, ...due);
    return next === Infinity ? undefined : Math.max(next, this.now);
  }

  /** Lets time pass. Call it when {@link nextAt} has come, or later. */
  advance(at: number): LifeEvent[] {
    this.catchUp(at);
    return this.taken();
  }

  private catchUp(at: number): void {
    for (let next = this.nextAt(); next !== undefined && next <= at; next = this.nextAt()) this.step(next);
    this.now = Math.max(this.now, at);
  }

  private step(at: number): void {
    this.now = at;
    this.pool.step(at);
    for (const life of this.lives.values()) {
      const idle = this.idleAt(life);
      if (idle === undefined || idle > at) continue;
      life.servedSpots = [];
      this.turn(life, { ...life.state, state: 'Inactive', reason: 'Idle' }, at);
    }
    this.settle(at);
  }

  private add(wish: PossibleHolder, at: number, isNew: boolean): void {
    const life = lifeOf(wish, at, isNew);
    this.lives.set(wish.holder.id, life);
    this.events.push({ kind: 'state', holder: wish.holder, state: life.state, at });
    this.seek(life, at, isNew);
  }

  private revise(life: Life, wish: PossibleHolder, at: number): void {
    const spots = spotsOf(wish.vpcConfig);
    const hasChanged = !isSame(life.spots, spots);
    const { state, lastUpdate } = life.state;
    life.wish = wish;
    life.spots = spots;
    const hasFailed = state === 'Failed' || (state === 'Active' && lastUpdate === 'Failed');
    if (!hasChanged && !hasFailed) {
      // Its interfaces stay; what else the VpcConfig says may be new.
      if (!life.isWaiting && state === 'Active') serve(life);
      return;
    }
    // An idle one gets its interfaces when it is invoked.
    if (state === 'Inactive' && spots.length > 0) return;
    if (state === 'Failed') this.turn(life, CREATING, at);
    if (state === 'Active') this.turn(life, { state, lastUpdate: 'InProgress' }, at);
    this.seek(life, at);
  }

  /** Makes what a life lacks of its interfaces; when they cannot be had, it fails. */
  private seek(life: Life, at: number, isNew = true): void {
    const { spots, wish } = life;
    const { holder, role } = wish;
    // What was deployed before had a role that allowed it then.
    const isRefused = isNew && spots.length > 0 && this.pool.ground.standing(role) !== 'able';
    const failure = isRefused ? 'InsufficientRolePermissions' : this.pool.refusal(spots);
    life.isWaiting = failure === undefined;
    if (failure !== undefined) return this.fail(life, failure, at);
    this.pool.make(spots, { holder, role }, at, !isNew);
  }

  private fail(life: Life, failure: LifeFailure, at: number): void {
    const { state, reason } = life.state;
    if (state === 'Pending' && reason === 'Restoring') {
      life.retryAt = at + this.durations.retry;
      return this.turn(life, { ...life.state, state: 'Inactive', reason: failure }, at);
    }
    const isUpdate = life.state.lastUpdate === 'InProgress';
    this.turn(
      life,
      isUpdate
        ? { state: 'Active', lastUpdate: 'Failed', lastUpdateReason: failure }
        : { state: 'Failed', reason: failure, lastUpdate: 'Successful' },
      at,
    );
  }

  /** Those whose interfaces are ready go on with them, and let go of what they had before. */
  private settle(at: number): void {
    // An interface that nobody has any more may be one that somebody waits for: who has what comes first.
    this.pool.settle(this.holdings(), at);
    for (const life of this.lives.values()) {
      if (!life.isWaiting || !life.spots.every((spot) => this.pool.isReady(spot))) continue;
      life.lastUsed = at;
      serve(life);
      if (life.state !== ACTIVE) this.turn(life, ACTIVE, at);
    }
    this.pool.settle(this.holdings(), at);
  }

  private holdings(): Holding[] {
    return [...this.lives.values()].map(holdingOf);
  }

  private idleAt({ wish, state, servedSpots, isWaiting, lastUsed }: Life): number | undefined {
    const mayIdle = wish.holder.kind !== 'event-source-mapping' && servedSpots.length > 0 && !isWaiting;
    return mayIdle && state.state === 'Active' ? lastUsed + this.durations.idle : undefined;
  }

  private turn(life: Life, state: LiveState, at: number): void {
    life.state = state;
    this.events.push({ kind: 'state', holder: life.wish.holder, state, at });
  }

  private taken(): LifeEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }
}
