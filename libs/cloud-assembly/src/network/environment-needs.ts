import type { Need } from '@furl/hyperplane';

import { serviceOfHost } from './services';

/** Host names, in lower case, to whom they lead, and the Region in which the network is. */
export interface HostIndex {
  readonly region: string;
  /** Of function URLs to function ids. */
  readonly urls: ReadonlyMap<string, string>;
  /** Of private resources to their ids. */
  readonly resources: ReadonlyMap<string, string>;
}

const HOSTS = /([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)/g;
const FUNCTION_URL = /\.lambda-url\.[a-z0-9-]+\.(on\.aws|localhost)$/;
/** Lambda takes no more of all variables together. */
const LONGEST = 4096;

/** What the variables of a function's environment say that it calls. */
export function environmentNeeds(
  variables: readonly (readonly [string, string])[],
  index: HostIndex,
): readonly Need[] {
  return variables.flatMap(([name, value]) => {
    const hosts = value.slice(0, LONGEST).toLowerCase().match(HOSTS) ?? [];
    return hosts.flatMap((host): readonly Need[] => {
      const to = destinationOf(host, index);
      return to === undefined ? [] : [{ to, because: `its environment names it in ${name}` }];
    });
  });
}

function destinationOf(host: string, { region, urls, resources }: HostIndex): Need['to'] | undefined {
  const owner = urls.get(host);
  if (owner !== undefined) return { kind: 'function-url', function: owner };
  const resource = resources.get(host);
  if (resource !== undefined) return { kind: 'resource', resource };
  if (FUNCTION_URL.test(host)) return { kind: 'function-url' };
  const endpoint = serviceOfHost(host);
  if (endpoint === undefined) return undefined;
  return endpoint.region === region
    ? { kind: 'service', service: endpoint.service }
    : { kind: 'host', host, port: 443 };
}
