import { blockOf, covers, type Range } from '../address-space';
import { known } from '../maybe';
import type { Destination, LambdaFunction, Network } from '../network';
import { behindHost, evaluate } from './evaluate';
import type { Fact } from './fact';
import type { Verdict } from './verdict';
import { type View, viewOf } from './view';
import { functionNamed } from './reach';

/** One connection that a function's code opens. */
export interface Connection {
  /** The name that the code asked for; decides whether an endpoint takes it. */
  readonly host?: string;
  /** IPv4 or IPv6. At least one of address and host. */
  readonly address?: string;
  readonly port: number;
  /** @default tcp */
  readonly protocol?: 'tcp' | 'udp';
}

/** Whether it gets there. */
export interface ConnectionVerdict {
  /** `no`: AWS would let it time out from every subnet. `partial`: from some, or as far as is known. */
  readonly verdict: Verdict;
  /** By which way, or which route or rule is missing: one line. */
  readonly because: string;
}

/** Addresses that stay inside the execution environment: loopback, and the link-local ones of Lambda's own daemons. */
const INSIDE: readonly Range[] = ['127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fe80::/10'].flatMap(
  (text) => blockOf(text) ?? [],
);

/** Amazon's DNS by its link-local names; groups and ACLs do not filter it (Amazon VPC User Guide, "Amazon DNS server"). */
const DNS_IPV6 = 'fd00:ec2::253/128';
const DNS_PORT = 53;

/**
 * Whether one connection of a running function gets through: the same rules as `reach`, without looking for a remedy.
 *
 * @param functionId the function's id or name
 * @throws HyperplaneError `UNKNOWN_FUNCTION`
 */
export function connectionVerdict(
  network: Network,
  functionId: string,
  connection: Connection,
): ConnectionVerdict {
  const view = viewOf(network);
  const from = functionNamed(view, functionId);
  const { host, port, protocol = 'tcp' } = connection;
  const block = blockOf(connection.address ?? host ?? '');
  if (block !== undefined && INSIDE.some((inside) => covers(inside, block))) {
    return { verdict: 'yes', because: 'inside the execution environment' };
  }
  if (block !== undefined && port === DNS_PORT && isAmazonDns(view, from, block)) {
    return { verdict: 'yes', because: 'Amazon’s DNS, which neither groups nor network ACLs filter' };
  }
  // Services and URLs are named over TCP only; of UDP the address decides.
  const isNamed = host !== undefined && blockOf(host) === undefined && protocol === 'tcp';
  const to: Destination = isNamed
    ? named(view, host, port, connection.address)
    : { kind: 'host', host: connection.address ?? host ?? '', port };
  return worded(evaluate(view, from, to, protocol));
}

/** What answers to the name; a name that is nothing's is where it was resolved to. */
function named(view: View, host: string, port: number, address: string | undefined): Destination {
  const behind = behindHost(view, host, port);
  return behind.kind === 'host' && address !== undefined ? { kind: 'host', host: address, port } : behind;
}

function worded({ verdict, subnets, ways }: ReturnType<typeof evaluate>): ConnectionVerdict {
  // What is not known decides nothing where something else is certain.
  const telling = (facts: readonly Fact[]): readonly Fact[] =>
    verdict === 'no' ? facts.filter(({ truth }) => truth === 'no') : facts;
  const messages = [
    ...ways.flatMap((way) =>
      verdict === 'yes' ? [way.via] : telling(way.facts).map(({ say }) => say('its subnets')),
    ),
    ...subnets.flatMap((subnet) => {
      if (subnet.verdict === 'yes' && verdict !== 'yes') return [];
      const way = subnet.ways.find((each) => each.verdict === subnet.verdict);
      return verdict === 'yes'
        ? [way?.via ?? '']
        : telling(way?.facts ?? []).map(({ say }) => say(subnet.name));
    }),
  ];
  return { verdict, because: [...new Set(messages)].join('; ') };
}

/** 169.254.169.253 is inside; the resolver is also at the base of the VPC's first block, plus two. */
function isAmazonDns(view: View, from: LambdaFunction, at: Range): boolean {
  const fixed = blockOf(DNS_IPV6);
  if (fixed !== undefined && covers(fixed, at)) return true;
  const config = known(from.vpcConfig);
  const subnet = view.subnet(known(known(config?.subnets)?.[0]) ?? '');
  const vpc = view.vpc(known(subnet?.vpc) ?? '');
  const base = view.block(vpc?.cidrBlocks[0]);
  return base !== undefined && at.family === 4 && at.first === base.first + 2n && at.last === at.first;
}
