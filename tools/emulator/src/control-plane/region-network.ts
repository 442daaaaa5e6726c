import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import type { Maybe } from '@furl/hyperplane';
import type { ApiCall } from './operation';

/** The network of the caller's account in the Region of the call; undefined when there is none. */
export function regionNetwork({ backend, principal, region }: ApiCall): EnvironmentNetwork | undefined {
  return backend.network
    .networks()
    .find((network) => network.accountId === principal.accountId && network.region === region);
}

/** A value, unless the template does not tell it. */
export function told<T extends string | number | boolean>(value: Maybe<T> | undefined): T | undefined {
  return typeof value === 'object' ? undefined : value;
}
