import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

/** Names that are remembered at most. */
const MOST_NAMES = 1000;

const FUNCTION_URL = /^([a-z0-9]+\.lambda-url\.[a-z0-9-]+)\.localhost\.?$/i;
/** AWS's own services, as far as they are here: see api-endpoints.ts. */
const API = /^((?:lambda|sts)\.[a-z0-9-]+)\.localhost\.?$/i;

type Callback = (error: Error | null, address: unknown, family?: number) => void;

/** What a name that is loopback here is called on AWS; undefined for any other. */
export function publicNameOf(name: string): string | undefined {
  const [, functionUrl] = FUNCTION_URL.exec(name) ?? [];
  if (functionUrl !== undefined) return `${functionUrl}.on.aws`;
  const [, api] = API.exec(name) ?? [];
  return api === undefined ? undefined : `${api}.amazonaws.com`;
}

/**
 * Remembers which name an address was found by. Names resolve as ever, as Amazon's DNS answers without a route.
 *
 * @param insteadOf the address of a name that shall not resolve to its own; undefined lets it
 * @returns the name that was last asked for, by address
 */
export function rememberNames(insteadOf: (name: string) => string | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const remember = (name: string, found: unknown): void => {
    const addresses = Array.isArray(found) ? (found as unknown[]) : [found];
    for (const each of addresses) {
      const address = typeof each === 'object' ? (each as { address?: unknown } | null)?.address : each;
      if (typeof address !== 'string') continue;
      if (names.size >= MOST_NAMES) names.clear();
      names.set(address, name);
    }
  };
  const lookup = dns.lookup as unknown as (...args: unknown[]) => void;
  const lookupPromise = dns.promises.lookup as unknown as (...args: unknown[]) => Promise<unknown>;
  const wantsAll = (options: unknown): boolean => (options as { all?: boolean } | undefined)?.all === true;
  const patched = (name: string, ...rest: unknown[]): void => {
    const callback = rest.at(-1) as Callback;
    const options = rest.length > 1 ? rest[0] : undefined;
    const address = insteadOf(name);
    if (address !== undefined) {
      names.set(address, name);
      if (wantsAll(options)) process.nextTick(callback, null, [{ address, family: 4 }]);
      else process.nextTick(callback, null, address, 4);
      return;
    }
    const answered: Callback = (error, found, family) => {
      remember(name, found);
      callback(error, found, family);
    };
    if (rest.length > 1) lookup(name, options, answered);
    else lookup(name, answered);
  };
  Object.assign(dns, { lookup: Object.assign(patched, lookup) });
  Object.assign(dns.promises, {
    lookup: async (name: string, options?: unknown): Promise<unknown> => {
      const address = insteadOf(name);
      if (address !== undefined) {
        names.set(address, name);
        return wantsAll(options) ? [{ address, family: 4 }] : { address, family: 4 };
      }
      const found = await lookupPromise(name, options);
      remember(name, found);
      return found;
    },
  });
  syncBuiltinESMExports();
  return names;
}
