import { firstUser, isLambdaEni, keyOf } from '../lambda-eni';
import type { Eni } from '../model';

/** What has to be looked out for, of all interfaces that are asked for together. */
export interface Asked {
  readonly keys: ReadonlySet<string>;
  readonly subnets: ReadonlySet<string>;
  /** The functions that the interfaces are named after. */
  readonly names: ReadonlySet<string>;
}

/** What the passes over functions and mappings keep, and no more. */
export function askedOf(enis: readonly Eni[]): Asked {
  const lambdas = enis.filter(isLambdaEni);
  return {
    keys: new Set(lambdas.map(keyOf)),
    subnets: new Set(lambdas.map(({ subnetId }) => subnetId)),
    names: new Set(lambdas.flatMap((eni) => firstUser(eni) ?? [])),
  };
}
