import type { LifeEvent } from '@furl/hyperplane';
import type { Cause } from './api-changes';
import { interfaceGroupsChanged } from './deeds';
import type { EnvironmentLife } from './environment-life';
import { actorOf, type Actor } from './history';
import type { LivingNetwork } from './living-network';

/** What calls of the EC2 API are done to. */
export interface InterfaceChangesOptions {
  /** As they are at this moment. */
  readonly environments: () => readonly EnvironmentLife[];
  /** The time of the interfaces' clock. */
  readonly now: () => number;
  readonly absorb: (environment: EnvironmentLife, events: readonly LifeEvent[], by: Actor) => void;
  /** Something was done that is no event in the life of an interface. */
  readonly record: (cause: Cause) => void;
}

/** The calls of the EC2 API that change interfaces: see {@link LivingNetwork}. */
export class InterfaceChanges implements Pick<LivingNetwork, 'deleteInterface' | 'changeInterfaceGroups'> {
  constructor(private readonly options: InterfaceChangesOptions) {}

  readonly deleteInterface: LivingNetwork['deleteInterface'] = (id, by) => {
    const at = this.options.now();
    for (const environment of this.options.environments()) {
      const outcome = environment.deleteInterface(id, at);
      if (outcome === 'not-found') continue;
      this.options.absorb(environment, environment.advance(at), actorOf(by));
      return outcome;
    }
    return 'not-found';
  };

  readonly changeInterfaceGroups: LivingNetwork['changeInterfaceGroups'] = (id, securityGroupIds, by) => {
    for (const environment of this.options.environments()) {
      const changed = environment.changeGroups(id, securityGroupIds);
      if (changed === undefined) continue;
      this.options.record({ actor: actorOf(by), deed: interfaceGroupsChanged(changed) });
      return 'changed';
    }
    return 'not-found';
  };
}
