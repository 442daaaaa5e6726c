import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

type LookupCallback = (error: Error | null, address: unknown, family?: number) => void;
interface LookupOptions {
  readonly all?: boolean;
}

/**
 * Makes `localhost` and every name below it resolve to 127.0.0.1, as RFC 6761 §6.3 asks of resolvers, so that a function
 * can call another function's URL. Node asks the system's resolver, and many answer that there is no such name.
 */
export function installLoopbackNames(): void {
  const lookup = dns.lookup as unknown as (...args: unknown[]) => void;
  const lookupPromise = dns.promises.lookup as unknown as (...args: unknown[]) => Promise<unknown>;

  const answer = (options: unknown): unknown =>
    (options as LookupOptions | undefined)?.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1';

  const patched = (hostname: string, ...rest: unknown[]): void => {
    if (!isLoopbackName(hostname)) return lookup(hostname, ...rest);
    const callback = rest.at(-1) as LookupCallback;
    const options = rest.length > 1 ? rest[0] : undefined;
    process.nextTick(() => {
      const result = answer(options);
      if (Array.isArray(result)) callback(null, result);
      else callback(null, result, 4);
    });
  };
  Object.assign(dns, { lookup: Object.assign(patched, lookup) });
  Object.assign(dns.promises, {
    lookup: async (hostname: string, options?: unknown): Promise<unknown> => {
      if (!isLoopbackName(hostname)) return lookupPromise(hostname, options);
      const result = answer(options);
      return Array.isArray(result) ? result : { address: result, family: 4 };
    },
  });
  syncBuiltinESMExports();
}

function isLoopbackName(hostname: unknown): boolean {
  return typeof hostname === 'string' && /(^|\.)localhost\.?$/i.test(hostname);
}
