import type { EniHolder } from '../plan/holders';
import type { Spot } from '../plan/spots';
import type { Durations } from './durations';
import type { Ground } from './ground';
import type { LifeEvent, LifeFailure, LiveEni } from './life-event';

type What = Extract<LifeEvent, { kind: 'eni' }>['what'];

/** An interface with what decides its next step. */
interface Entry {
  eni: LiveEni;
  /** When its present status began. */
  since: number;
  /** Of the last of its holders: the one that Lambda would delete it with. */
  role: string | undefined;
  /** CloudFormation deletes that role only when the interface is gone. */
  goesFirst: boolean;
}

/** Somebody who has interfaces, and the role of its function. */
export interface Holding {
  readonly holder: EniHolder;
  readonly role: string | undefined;
  readonly spots: readonly Spot[];
}

/** The interfaces of one account and Region: made, shared, let go of, detached, deleted. */
export class EniPool {
  private readonly entries = new Map<string, Entry>();
  /** By key: the one that whoever comes next shares. */
  private readonly shared = new Map<string, Entry>();
  private readonly made = new Map<string, number>();

  constructor(
    public ground: Ground,
    private readonly durations: Durations,
    private readonly say: (event: LifeEvent) => void,
  ) {}

  get enis(): LiveEni[] {
    return [...this.entries.values()].map(({ eni }) => eni);
  }

  isReady({ key }: Spot): boolean {
    return this.shared.get(key)?.eni.status === 'in-use';
  }

  /** Addresses of a subnet that nobody has; undefined when its block is not known. */
  free(subnet: string): number | undefined {
    const room = this.ground.room(subnet);
    return room === undefined ? undefined : room - this.count((eni) => eni.subnet === subnet);
  }

  /** Why not all of these interfaces can be had; undefined when they can. */
  refusal(spots: readonly Spot[]): LifeFailure | undefined {
    const missing = spots.filter(({ key }) => !this.shared.has(key));
    if (missing.some(({ subnet }) => (this.free(subnet) ?? 1) < 1)) return 'SubnetOutOfIPAddresses';
    const vpcs = new Map<string, number>();
    for (const { subnet } of missing) {
      const vpc = this.ground.vpcOf(subnet);
      if (vpc !== undefined) vpcs.set(vpc, (vpcs.get(vpc) ?? 0) + 1);
    }
    const isOver = [...vpcs].some(
      ([vpc, more]) => this.count((eni) => this.ground.vpcOf(eni.subnet) === vpc) + more > this.ground.quota,
    );
    return isOver ? 'EniLimitExceeded' : undefined;
  }

  /** Makes those of them that are not there; `isReady` those of an account that was there before. */
  make(spots: readonly Spot[], { holder, role }: Omit<Holding, 'spots'>, at: number, isReady: boolean): void {
    for (const spot of spots) {
      if (this.shared.has(spot.key)) continue;
      const number = (this.made.get(spot.key) ?? 0) + 1;
      this.made.set(spot.key, number);
      const eni: LiveEni = {
        ...spot,
        id: `${spot.key}#${number}`,
        status: isReady ? 'in-use' : 'pending',
        holders: [holder],
        madeFor: holder,
        madeBy: role,
        isLeftBehind: false,
      };
      const entry: Entry = { eni, since: at, role, goesFirst: false };
      this.entries.set(eni.id, entry);
      this.shared.set(spot.key, entry);
      this.tell(entry, 'created', at);
    }
  }

  /** Notes who has what: an interface that nobody has any more is on its way out. */
  settle(holdings: readonly Holding[], at: number): void {
    const users = new Map<string, Holding[]>();
    for (const holding of holdings) {
      for (const { key } of holding.spots) users.set(key, [...(users.get(key) ?? []), holding]);
    }
    for (const [key, entry] of this.shared) {
      const now = users.get(key) ?? [];
      const { letGoAt, ...eni } = entry.eni;
      const holders = now.map(({ holder }) => holder);
      const [first] = now;
      if (first === undefined) {
        if (letGoAt === undefined) this.turn(entry, { ...eni, holders, letGoAt: at }, 'let-go', at);
        continue;
      }
      entry.role = (now.find(({ role }) => this.ground.standing(role) === 'able') ?? first).role;
      entry.goesFirst = false;
      if (letGoAt === undefined) entry.eni = { ...eni, holders };
      else this.turn(entry, { ...eni, holders }, 'held-again', at);
    }
  }

  /** Of these roles, which went with their functions: CloudFormation deletes them when the interfaces are gone. */
  keepRoles(roles: ReadonlySet<string | undefined>): void {
    for (const entry of this.entries.values()) {
      const { letGoAt } = entry.eni;
      if (letGoAt === undefined || !roles.has(entry.role)) continue;
      if (this.ground.standing(entry.role) === 'gone') entry.goesFirst = true;
    }
  }

  /** When the next of them changes by itself; undefined when none does. */
  nextAt(): number | undefined {
    const due = [...this.entries.values()].flatMap((entry) => this.dueAt(entry) ?? []);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Lets those change whose time has come. */
  step(at: number): void {
    for (const entry of [...this.entries.values()]) {
      const due = this.dueAt(entry);
      if (due !== undefined && due <= at) this.move(entry, at);
    }
  }

  /** Deletes one that is attached to nothing. */
  delete(id: string, at: number): 'deleted' | 'in-use' | 'not-found' {
    const entry = this.entries.get(id);
    if (entry === undefined) return 'not-found';
    if (entry.eni.status !== 'available') return 'in-use';
    this.remove(entry, at);
    return 'deleted';
  }

  private dueAt(entry: Entry): number | undefined {
    const { create, release, detach, linger, giveUp } = this.durations;
    const { status, letGoAt, isLeftBehind } = entry.eni;
    switch (status) {
      case 'pending':
        return entry.since + create;
      case 'in-use':
        if (letGoAt === undefined) return undefined;
        return letGoAt + (this.mayDelete(entry) ? release : giveUp);
      case 'detaching':
        return entry.since + detach;
      case 'available':
        return isLeftBehind ? undefined : entry.since + linger;
    }
  }

  private move(entry: Entry, at: number): void {
    const { eni } = entry;
    switch (eni.status) {
      case 'pending':
        return this.turn(entry, { ...eni, status: 'in-use' }, 'ready', at);
      case 'in-use':
        this.shared.delete(eni.key);
        return this.turn(entry, { ...eni, status: 'detaching' }, 'detaching', at);
      case 'detaching':
        return this.turn(entry, { ...eni, status: 'available' }, 'detached', at);
      case 'available':
        if (this.mayDelete(entry)) return this.remove(entry, at);
        return this.turn(entry, { ...eni, isLeftBehind: true }, 'left-behind', at);
    }
  }

  private remove(entry: Entry, at: number): void {
    this.entries.delete(entry.eni.id);
    this.tell(entry, 'deleted', at);
  }

  private turn(entry: Entry, eni: LiveEni, what: What, at: number): void {
    if (eni.status !== entry.eni.status) entry.since = at;
    entry.eni = eni;
    this.tell(entry, what, at);
  }

  private tell({ eni }: Entry, what: What, at: number): void {
    this.say({ kind: 'eni', what, eni, at });
  }

  private mayDelete({ role, goesFirst }: Entry): boolean {
    const standing = this.ground.standing(role);
    return standing === 'able' || (standing === 'gone' && goesFirst);
  }

  private count(isMeant: (eni: LiveEni) => boolean): number {
    return this.enis.filter(isMeant).length;
  }
}
