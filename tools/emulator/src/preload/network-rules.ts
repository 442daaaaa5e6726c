import dns from 'node:dns';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { NetworkRules } from './network-rules-variable';

/** Of TEST-NET-1 (RFC 5737): stands for the public address of a function URL, which is loopback here. */
const FUNCTION_URL_ADDRESS = '192.0.2.1';
const FUNCTION_URL_NAME = /\.lambda-url\.[^.]+\.localhost\.?$/i;
/** The same for AWS's own services, as far as they are here: see api-endpoints.ts. */
const API_ADDRESS = '192.0.2.2';
const API_NAME = /^(?:lambda|sts)\.[a-z0-9-]+\.localhost\.?$/i;
/** How long Linux tries before it gives up (tcp_syn_retries 6), in milliseconds. */
const GIVE_UP_MS = 127_000;
const ETIMEDOUT = -110;
/** Names that are remembered for the line that says what was dropped. */
const MOST_NAMES = 1000;

/** As much of node's TCP handles as is needed. */
interface ConnectRequest {
  oncomplete?(status: number, handle: unknown, request: unknown, readable: boolean, writable: boolean): void;
}
interface Handle {
  close(this: Handle, ...args: unknown[]): unknown;
}
type Connect = (this: Handle, request: ConnectRequest, address: string, port: number) => number;
type Callback = (error: Error | null, address: unknown, family?: number) => void;

/**
 * Drops TCP connections that lead out of a VPC without a way out, as AWS's network does: no refusal, no answer, until the
 * caller's own patience is at its end. Loopback stays open, for what stands in for private resources.
 *
 * @param say takes one line for each destination that is dropped
 */
export function installNetworkRules(rules: NetworkRules, say: (line: string) => void): void {
  const inside = insideOf(rules);
  const names = new Map<string, string>();
  const said = new Set<string>();
  rememberNames(names, (name) => {
    if (FUNCTION_URL_NAME.test(name)) return FUNCTION_URL_ADDRESS;
    return API_NAME.test(name) && !rules.hasEndpoints ? API_ADDRESS : undefined;
  });
  const isDropped = (address: string): boolean => {
    if (inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return false;
    // Which services have an endpoint is not known here: where there are endpoints AWS's names may be inside.
    return !(rules.hasEndpoints && /\.amazonaws\.com(\.cn)?\.?$/i.test(names.get(address) ?? ''));
  };
  const drop = (request: ConnectRequest, handle: Handle, address: string, port: number): number => {
    const name = address === FUNCTION_URL_ADDRESS ? 'a function URL' : names.get(address);
    const what = name === undefined ? `${address} port ${port}` : `${name} (${address} port ${port})`;
    const target = `${names.get(address) ?? address}:${port}`;
    if (!said.has(target)) {
      if (said.size < MOST_NAMES) said.add(target);
      say(`connection to ${what} dropped, as on AWS: ${rules.because}`);
    }
    // A pending connection keeps a process alive, until its owner gives it up: so this one does too.
    const timer = setTimeout(
      () => request.oncomplete?.(ETIMEDOUT, handle, request, false, false),
      GIVE_UP_MS,
    );
    const { close } = handle;
    handle.close = function (...args) {
      clearTimeout(timer);
      return close.apply(this, args);
    };
    return 0;
  };
  const { TCP } = tcpBinding();
  for (const method of ['connect', 'connect6'] as const) {
    const connect = TCP.prototype[method];
    TCP.prototype[method] = function (request, address, port) {
      return isDropped(address)
        ? drop(request, this, address, port)
        : connect.call(this, request, address, port);
    };
  }
}

/** What is reached all the same: the VPC itself, and this machine. */
function insideOf({ cidrBlocks }: NetworkRules): BlockList {
  const inside = new BlockList();
  inside.addSubnet('127.0.0.0', 8, 'ipv4');
  inside.addAddress('0.0.0.0', 'ipv4');
  inside.addAddress('::1', 'ipv6');
  inside.addAddress('::', 'ipv6');
  for (const block of cidrBlocks) {
    const [address = '', prefix = ''] = block.split('/');
    if (isIPv4(address) && Number(prefix) <= 32) inside.addSubnet(address, Number(prefix), 'ipv4');
  }
  return inside;
}

/**
 * Names resolve as ever, as Amazon's DNS answers without a route; those that stand for something on the internet to an
 * address there.
 */
function rememberNames(
  names: Map<string, string>,
  publicAddressOf: (name: string) => string | undefined,
): void {
  const remember = (name: string, found: unknown): void => {
    const addresses = Array.isArray(found) ? (found as { address: string }[]) : [found];
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
    const address = publicAddressOf(name);
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
      const address = publicAddressOf(name);
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
}

/** The one place below net, http, tls and fetch alike; node has no public name for it. */
function tcpBinding(): { TCP: { prototype: Record<'connect' | 'connect6', Connect> } } {
  const { binding } = createRequire(__filename)('node:process') as {
    binding(name: string): { TCP: { prototype: Record<'connect' | 'connect6', Connect> } };
  };
  return binding('tcp_wrap');
}
