import { LATEST, type LambdaFunction } from '@furl/cloud-assembly';
import type { LifeEvent } from '@furl/hyperplane';
import type { Principal } from '../account/principal';
import type { EventSink } from '../events';
import { deedsBetween, interfaceCreated, interfaceDeleted } from './deeds';
import type { EnvironmentLife } from './environment-life';
import { functionState } from './function-state';
import { actorOf, History, type Actor, type Deed } from './history';
import type { ManagementEvent } from './management-event';
import { groupName, subnetName } from './names';
import type { NetworkInterface } from './network-interface';

/** Who is told, and in whose name. */
export interface ChronicleOptions {
  readonly events: EventSink;
  readonly clock: () => Date;
  /** The person at the terminal, who deploys the templates. */
  readonly developer: Principal;
  /** The unique id of a role of the templates. */
  readonly roleId: (arn: string) => string | undefined;
}

type OfInterface = Extract<LifeEvent, { kind: 'eni' }>;
type OfState = Extract<LifeEvent, { kind: 'state' }>;

/** What EC2 answers to a role that may not. */
const UNAUTHORIZED = {
  errorCode: 'Client.UnauthorizedOperation',
  errorMessage: 'You are not authorized to perform this operation.',
};

/** Tells what comes to pass: to the terminal, and as CloudTrail records it. */
export class Chronicle {
  private readonly past: History;
  /** Functions and versions of which it was told that they are not at rest. */
  private readonly restless = new Set<string>();

  constructor(private readonly options: ChronicleOptions) {
    this.past = new History(options.clock);
  }

  get history(): readonly ManagementEvent[] {
    return this.past.events;
  }

  /** Somebody called an API. */
  called(actor: Actor, deed: Deed): void {
    this.past.record(actor, deed);
  }

  /** Templates were deployed: by CloudFormation, for the person at the terminal. */
  deployed(before: readonly LambdaFunction[], after: readonly LambdaFunction[]): void {
    const actor = actorOf(this.options.developer, 'cloudformation.amazonaws.com');
    for (const deed of deedsBetween(before, after)) this.past.record(actor, deed);
  }

  /** An interface was made. */
  interfaceMade(eni: NetworkInterface, role: string | undefined): void {
    this.past.record(lambdaActor(eni, role), interfaceCreated(eni));
  }

  /**
   * Something came to pass of an interface.
   *
   * @param by who called, when Lambda did not do it by itself
   */
  tellInterface(environment: EnvironmentLife, { what, eni }: OfInterface, by?: Actor): void {
    const { network } = environment;
    const described = environment.describe(eni);
    const lambda = lambdaActor(described, eni.madeBy);
    if (what === 'created') this.interfaceMade(described, eni.madeBy);
    if (what === 'deleted') this.past.record(by ?? lambda, interfaceDeleted(described));
    // A role that is gone cannot even try.
    const isRoleThere = eni.madeBy !== undefined && this.options.roleId(eni.madeBy) !== undefined;
    if (what === 'left-behind' && isRoleThere) {
      this.past.record(lambda, interfaceDeleted(described, UNAUTHORIZED));
    }
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

  /**
   * A function's or a version's state is another one.
   *
   * @returns true when it has come to rest with what it waited for
   */
  tellState({ holder, state }: OfState): boolean {
    if (holder.kind === 'event-source-mapping') return false;
    const isAtRest = state.state === 'Active' && state.lastUpdate === 'Successful';
    // One that never moved is no news.
    if (isAtRest && !this.restless.delete(holder.id)) return false;
    if (!isAtRest) this.restless.add(holder.id);
    this.options.events({
      kind: 'function-state',
      functionName: holder.function ?? holder.name,
      version: holder.kind === 'function' ? LATEST : holder.id.slice(holder.id.lastIndexOf(':') + 1),
      ...functionState(state),
    });
    return isAtRest;
  }
}

/** Lambda, in the session of the role that made an interface. */
function lambdaActor({ requesterId, ownerId }: NetworkInterface, roleArn = ''): Actor {
  const [roleId = ''] = requesterId.split(':');
  return { roleArn, roleId, sessionName: ownerId, accountId: ownerId, via: 'lambda.amazonaws.com' };
}
