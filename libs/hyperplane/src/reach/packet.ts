import type { Range } from '../address-space';
import type { AddressBlock, Ids, Peer, PortRange } from '../network';

/**
 * Connections that nothing in the network tells apart: from one function, to addresses between which no block draws a
 * border and ports between which no rule does.
 */
export interface Packet {
  readonly at: Range;
  readonly ports: PortRange;
  /** The ports that were asked for, of which these are a part: what one rule would name. */
  readonly asked: PortRange;
  readonly protocol: 'tcp' | 'udp';
  /** What was asked for, as a rule would name it: the block, `0.0.0.0/0` for what is known by name only. */
  readonly block: AddressBlock;
  /** What a rule of a security group for it would name: the block, a group, the prefix list of a service. */
  readonly peer: Peer;
  /** Whether the address was asked for as such. One that stands for a name is public, and no private one of a VPC. */
  readonly isLiteral: boolean;
  /** The AWS service that has the address. */
  readonly service?: string;
  /** The groups of the interface that has the address; absent: not known which interface that is. */
  readonly groups?: Ids;
  /** The subnet of that interface. */
  readonly subnet?: string;
}

/** The ports from which functions and NAT gateways connect (Amazon VPC User Guide, "Ephemeral ports"). */
export const EPHEMERAL_PORTS: PortRange = { from: 1024, to: 65535 };

/** All ports. */
export const ALL_PORTS: PortRange = { from: 0, to: 65535 };

/** `TCP 443`, `TCP 1024-65535`, `TCP`. */
export function portsText(protocol: string, { from, to }: PortRange): string {
  const name = protocol.toUpperCase();
  if (from === to) return `${name} ${from}`;
  return from === ALL_PORTS.from && to === ALL_PORTS.to ? name : `${name} ${from}-${to}`;
}

/** The ports in pieces, of which each lies wholly within or wholly without each of the ranges. */
export function cutPorts(ports: PortRange, ranges: readonly PortRange[]): PortRange[] {
  if (ports.from === ports.to) return [ports];
  const starts = new Set([ports.from]);
  for (const { from, to } of ranges) {
    if (from > ports.from && from <= ports.to) starts.add(from);
    if (to >= ports.from && to < ports.to) starts.add(to + 1);
  }
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.map((from, index) => ({ from, to: (sorted[index + 1] ?? ports.to + 1) - 1 }));
}

/** Whether a rule's ports include all of these; no ports are all ports. */
export function includesPorts(rule: PortRange | undefined, ports: PortRange): boolean {
  return rule === undefined || (rule.from <= ports.from && ports.to <= rule.to);
}

/** Whether a rule's protocol is the one: -1 is all of them. */
export function isProtocol(rule: string, protocol: 'tcp' | 'udp'): boolean {
  const text = rule.toLowerCase();
  return text === '-1' || text === 'all' || text === protocol || text === (protocol === 'tcp' ? '6' : '17');
}
