import type { EnvironmentNetwork } from '@furl/cloud-assembly';
import type { ApiCall } from './operation';

/** The network of the caller's account in the Region of the call; undefined when there is none. */
export function regionNetwork({ backend, principal, region }: ApiCall): EnvironmentNetwork | undefined {
  return backend.network
    .networks()
    .find((network) => network.accountId === principal.accountId && network.region === region);
}
