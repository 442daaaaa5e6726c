import { isIP } from 'node:net';
import { processBinding } from './process-binding';
import { publicNameOf, rememberNames } from './remembered-names';

/** One connection that the function opens. */
export interface Connection {
  /** The name that was asked for, where one was: as it is on AWS. */
  readonly host?: string;
  readonly address?: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** Why AWS would drop it, for certain; undefined when it gets there, or may. */
export type WhyDropped = (connection: Connection) => string | undefined;

/** Of TEST-NET-1 (RFC 5737): stands for the public address of what is loopback here and out of reach on AWS. */
const PUBLIC_ADDRESS = '192.0.2.1';
/** The port of everything that AWS serves on a public name. */
const HTTPS = 443;
/** How long Linux tries before it gives up (tcp_syn_retries 6), in milliseconds. */
const GIVE_UP_MS = 127_000;
const ETIMEDOUT = -110;
/** Destinations that are remembered: each is asked about, and told of, once. */
const MOST_DESTINATIONS = 1000;

/** As much of node's handles as is needed. */
interface ConnectRequest {
  oncomplete?(status: number, handle: unknown, request: unknown, readable: boolean, writable: boolean): void;
}
interface Handle {
  close(this: Handle, ...args: unknown[]): unknown;
}
type Connect = (this: Handle, request: ConnectRequest, address: string, port: number) => number;
/** With an address; a socket that is connected sends without. */
type Send = (this: Handle, request: unknown, list: readonly Uint8Array[], ...rest: unknown[]) => number;

/**
 * Drops what leads where AWS's network would not take it, as that does: no refusal, no answer, until the caller's own
 * patience is at its end; of UDP, not even that. Loopback stays open, for what stands in for private resources.
 *
 * @param say takes one line for each destination that is dropped
 */
export function installNetworkRules(whyDropped: WhyDropped, say: (line: string) => void): void {
  const destinations = new Map<string, string | undefined>();
  const names = rememberNames((name) => {
    const host = publicNameOf(name);
    if (host === undefined) return undefined;
    // It is here, on loopback and on another port: what counts is where it is on AWS.
    return why({ host, port: HTTPS, protocol: 'tcp' }) === undefined ? undefined : PUBLIC_ADDRESS;
  });
  const isDropped = (address: string, port: number, protocol: 'tcp' | 'udp'): boolean => {
    if (isThisMachine(address)) return false;
    const name = names.get(address);
    if (address === PUBLIC_ADDRESS && name !== undefined) {
      return why({ host: publicNameOf(name) ?? name, port: HTTPS, protocol }) !== undefined;
    }
    return why({ ...(name !== undefined && { host: name }), address, port, protocol }) !== undefined;
  };
  const why = (connection: Connection): string | undefined => {
    const { host, address, port, protocol } = connection;
    const key = `${protocol} ${host ?? ''} ${address ?? ''} ${port}`;
    if (destinations.has(key)) return destinations.get(key);
    const because = whyDropped(connection);
    if (destinations.size >= MOST_DESTINATIONS) destinations.clear();
    destinations.set(key, because);
    if (because !== undefined) {
      const where = host === undefined ? address : address === undefined ? host : `${host} (${address})`;
      say(
        `connection to ${where} port ${port}${protocol === 'udp' ? '/udp' : ''} dropped, as on AWS: ${because}`,
      );
    }
    return because;
  };
  dropTcp((address, port) => isDropped(address, port, 'tcp'));
  dropUdp((address, port) => isDropped(address, port, 'udp'));
}

type IsDropped = (address: string, port: number) => boolean;

/** The one place below net, http, tls and fetch alike; node has no public name for it. */
function dropTcp(isDropped: IsDropped): void {
  const { TCP } = processBinding<{ TCP: { prototype: Record<'connect' | 'connect6', Connect> } }>('tcp_wrap');
  for (const method of ['connect', 'connect6'] as const) {
    const connect = TCP.prototype[method];
    TCP.prototype[method] = function (request, address, port) {
      if (!isDropped(address, port)) return connect.call(this, request, address, port);
      // A pending connection keeps a process alive, until its owner gives it up: so this one does too.
      const timer = setTimeout(
        () => request.oncomplete?.(ETIMEDOUT, this, request, false, false),
        GIVE_UP_MS,
      );
      const { close } = this;
      this.close = function (...args) {
        clearTimeout(timer);
        return close.apply(this, args);
      };
      return 0;
    };
  }
}

/** Datagrams are sent, and arrive nowhere. */
function dropUdp(isDropped: IsDropped): void {
  const { UDP } = processBinding<{
    UDP: {
      prototype: Record<'send' | 'send6', Send> &
        Record<'connect' | 'connect6', (address: string, port: number) => number>;
    };
  }>('udp_wrap');
  const connected = new WeakSet<object>();
  for (const method of ['connect', 'connect6'] as const) {
    const connect = UDP.prototype[method];
    UDP.prototype[method] = function (address, port) {
      if (isDropped(address, port)) connected.add(this);
      return connect.call(this, address, port);
    };
  }
  for (const method of ['send', 'send6'] as const) {
    const send = UDP.prototype[method];
    UDP.prototype[method] = function (request, list, ...rest) {
      // list length, port, address, callback; or, connected: list length, callback
      const [, port, address] = rest;
      const isAway = typeof address === 'string' ? isDropped(address, Number(port)) : connected.has(this);
      if (!isAway) return send.call(this, request, list, ...rest);
      // What node makes of a datagram that left at once: its size and one.
      return list.reduce((size, { length }) => size + length, 1);
    };
  }
}

function isThisMachine(address: string): boolean {
  if (isIP(address) === 4) return address.startsWith('127.') || address === '0.0.0.0';
  return /^(?:::1?|::ffff:127\..*)$/i.test(address);
}
