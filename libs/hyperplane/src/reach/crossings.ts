import { everywhereIn } from '../address-space';
import { known } from '../maybe';
import type { AddressBlock, Ids, Subnet } from '../network';
import { aclLets } from './acls';
import { type Check, every } from './fact';
import { EPHEMERAL_PORTS, type Packet } from './packet';
import type { View } from './view';

/** Where a connection starts: one subnet of a function. */
export interface Source {
  readonly subnet: Subnet;
  readonly groups: Ids;
}

/** What crosses the border of a subnet: to or from these addresses, to these ports. */
export type Crossed = Pick<Packet, 'at' | 'block' | 'ports' | 'asked' | 'protocol'>;

/** The ACL of a subnet that a connection leaves or enters: the request one way, the reply the other. */
export function crossing(
  view: View,
  subnet: Subnet,
  packet: Crossed,
  { isFrom }: { readonly isFrom: boolean },
): Check {
  const { at: far, block, ports, asked, protocol } = packet;
  const replies = { ports: EPHEMERAL_PORTS, asked: EPHEMERAL_PORTS };
  return every([
    aclLets(view, subnet, { egress: isFrom, far, block, ports, asked, protocol }),
    aclLets(view, subnet, { egress: !isFrom, far, block, ...replies, protocol }),
  ]);
}

/** The function's addresses, as the ACL of another subnet sees them. */
export function from({ subnet }: Source, packet: Packet, view: View): Crossed | undefined {
  const { family } = packet.at;
  const at = view.block(family === 4 ? subnet.cidrBlock : subnet.ipv6CidrBlock);
  return at === undefined ? undefined : { ...packet, at, block: blockOfVpc(view, subnet, family) };
}

/** The one block of the subnet's VPC, or everything when there are several: what one rule can name. */
export function blockOfVpc(view: View, subnet: Subnet, family: 4 | 6): AddressBlock {
  const id = known(subnet.vpc);
  const vpc = id === undefined ? undefined : view.vpc(id);
  const texts = (family === 4 ? vpc?.cidrBlocks : vpc?.ipv6CidrBlocks) ?? [];
  const only = texts.length === 1 ? known(texts[0]) : undefined;
  return { kind: family === 4 ? 'ipv4' : 'ipv6', cidr: only ?? everywhereIn(family) };
}

/** The ACL of a target's subnet, or of a NAT gateway's, when it is entered by a function. */
export function entering(
  view: View,
  target: Subnet,
  back: Crossed | undefined,
  { protocol, ports, asked, at }: Packet,
): Check {
  if (back !== undefined) return crossing(view, target, back, { isFrom: false });
  const block: AddressBlock = { kind: at.family === 4 ? 'ipv4' : 'ipv6', cidr: everywhereIn(at.family) };
  return every([
    aclLets(view, target, { egress: false, far: undefined, block, ports, asked, protocol }),
    aclLets(view, target, {
      egress: true,
      far: undefined,
      block,
      ports: EPHEMERAL_PORTS,
      asked: EPHEMERAL_PORTS,
      protocol,
    }),
  ]);
}

/** `0.0.0.0/0` or `::/0`, as a packet's family is. */
export function everywhere({ at }: Packet): AddressBlock {
  return { kind: at.family === 4 ? 'ipv4' : 'ipv6', cidr: everywhereIn(at.family) };
}
