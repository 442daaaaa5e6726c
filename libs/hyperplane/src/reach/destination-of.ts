import { blockOf } from '../address-space';
import { HyperplaneError } from '../errors';
import { nameOf } from '../maybe';
import type { Destination, Network } from '../network';
import { behindHost } from './evaluate';
import { serviceIn, serviceNamed } from './services';
import { viewOf } from './view';

/**
 * Reads a destination as people write it: `internet`, `example.com:443`, `[2001:db8::1]:443`, `https://example.com/`,
 * `10.0.0.0/16`, `10.0.0.0/16:5432`, a function or a private resource by name or id, or an AWS service.
 *
 * @throws HyperplaneError `UNKNOWN_DESTINATION`
 */
export function destinationOf(network: Network, text: string): Destination {
  const asked = text.trim();
  if (asked.toLowerCase() === 'internet') return { kind: 'internet' };
  const fn =
    network.functions.find((each) => each.id === asked) ??
    network.functions.find((each) => each.name === asked);
  if (fn !== undefined) return { kind: 'function', function: fn.id };
  const resource = network.resources.find((each) => each.id === asked || nameOf(each) === asked);
  if (resource !== undefined) return { kind: 'resource', resource: resource.id };
  const destination =
    asUrl(network, asked) ?? asAddress(asked) ?? asHost(network, asked) ?? asService(network, asked);
  if (destination !== undefined) return destination;
  throw new HyperplaneError(
    'UNKNOWN_DESTINATION',
    `"${text}" is no function, resource or AWS service that is known; give internet, host:port, a CIDR block, a URL, or one of those`,
  );
}

/** Everything that is worth asking of a template: the internet, its URLs, its resources, and services it speaks of. */
export function destinationsOf(network: Network): Destination[] {
  const view = viewOf(network);
  const services = [
    ...network.endpoints.flatMap((endpoint) => serviceIn(view, endpoint) ?? []),
    ...network.functions.flatMap(({ needs }) =>
      needs.flatMap(({ to }) => (to.kind === 'service' ? [to.service] : [])),
    ),
  ];
  return [
    { kind: 'internet' },
    ...[...new Set(services)].sort().map((service): Destination => ({ kind: 'service', service })),
    ...network.functions
      .filter(({ url }) => url !== undefined)
      .map(({ id }): Destination => ({ kind: 'function-url', function: id })),
    ...network.resources.map(({ id }): Destination => ({ kind: 'resource', resource: id })),
  ];
}

function asUrl(network: Network, text: string): Destination | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { hostname, port, protocol } = new URL(text);
  return hostAndPort(network, hostname, Number(port || (protocol === 'http:' ? 80 : 443)));
}

/** A block or an address, with a port or without. */
function asAddress(text: string): Destination | undefined {
  if (blockOf(text) !== undefined) return { kind: 'cidr', cidr: text };
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[\d./]+)):(?<port>\d{1,5})$/.exec(text);
  const cidr = match?.groups?.['v6'] ?? match?.groups?.['v4'];
  const port = portOf(match?.groups?.['port']);
  if (cidr === undefined || port === undefined || blockOf(cidr) === undefined) return undefined;
  return cidr.includes('/') ? { kind: 'cidr', cidr, port } : { kind: 'host', host: cidr, port };
}

function asHost(network: Network, text: string): Destination | undefined {
  const match = /^(?<host>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?):(?<port>\d{1,5})$/i.exec(text);
  const port = portOf(match?.groups?.['port']);
  const host = match?.groups?.['host'];
  // What looks like an address and is none, such as 10.0.0.256, is no name either.
  if (host === undefined || port === undefined || /^[\d.]+$/.test(host)) return undefined;
  return hostAndPort(network, host, port);
}

function hostAndPort(network: Network, host: string, port: number): Destination {
  const bare = host.replace(/^\[|\]$/g, '');
  if (blockOf(bare) !== undefined) return { kind: 'host', host: bare, port };
  return behindHost(viewOf(network), bare, port);
}

function asService(network: Network, text: string): Destination | undefined {
  const view = viewOf(network);
  const own = network.endpoints.map((endpoint) => serviceIn(view, endpoint));
  const service = own.includes(text) ? text : serviceNamed(text);
  return service === undefined ? undefined : { kind: 'service', service };
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return text !== undefined && port >= 1 && port <= 65535 ? port : undefined;
}
