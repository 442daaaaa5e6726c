import type { RunningAssembly } from '../running-assembly';
import type { Backend, ServedFunction } from './operation';

/** What the APIs see of a cloud assembly at work: always as it is now. */
export function backendOf(
  assembly: Pick<RunningAssembly, 'hostOf' | 'routes' | 'account' | 'network'>,
  rest: Pick<Backend, 'asynchronous' | 'events' | 'clock' | 'trail'>,
): Backend {
  const functions = (): ServedFunction[] => {
    const urls = [...assembly.routes.values()].map(({ url }) => url);
    return assembly.network.functions().map(({ fn, versions }) => ({
      fn,
      versions,
      hostOf: (qualifier) => assembly.hostOf(fn, qualifier),
      urls: urls.filter(({ functionArn }) => functionArn === fn.arn),
    }));
  };
  return { ...rest, functions, account: assembly.account, network: assembly.network };
}
