import type { RunningAssembly } from '../running-assembly';
import type { Backend, ServedFunction } from './operation';

/** What the APIs see of a cloud assembly at work: always as it is now. */
export function backendOf(
  assembly: Pick<RunningAssembly, 'functions' | 'hostOf' | 'routes' | 'account'>,
  rest: Pick<Backend, 'asynchronous' | 'events' | 'clock'>,
): Backend {
  const functions = (): ServedFunction[] => {
    const routes = [...assembly.routes.values()];
    return assembly.functions.map((fn) => ({
      fn,
      hostOf: (qualifier) => assembly.hostOf(fn, qualifier),
      urls: routes.filter((route) => route.fn === fn).map(({ url }) => url),
    }));
  };
  return { ...rest, functions, account: assembly.account };
}
