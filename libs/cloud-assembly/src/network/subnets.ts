import type { Maybe, Subnet, Unplaced } from '@furl/hyperplane';

import type { Part } from './part';
import type { Parts } from './parts';
import { unplaced } from './unplaced';

/** Reads every AWS::EC2::Subnet with its route table, network ACL and IPv6 blocks. */
export function readSubnets(parts: Parts, report: (unplaced: Unplaced) => void): readonly Subnet[] {
  const tables = associated(parts, 'SubnetRouteTableAssociation', 'RouteTableId', (part, owner) =>
    report(unplaced('route-table-association', part, owner)),
  );
  const acls = associated(parts, 'SubnetNetworkAclAssociation', 'NetworkAclId', (part, owner) =>
    report(unplaced('network-acl-association', part, owner)),
  );
  const blocks = associated(parts, 'SubnetCidrBlock', 'Ipv6CidrBlock', () => undefined);
  return parts.of('AWS::EC2::Subnet').map((part) => {
    const cidrBlock = blockOf(part);
    const ipv6CidrBlock = part.text('Ipv6CidrBlock') ?? blocks.get(part.id);
    const routeTable = tables.get(part.id);
    const networkAcl = acls.get(part.id);
    return {
      ...part.named(),
      replacedBy: part.fingerprint(
        'VpcId',
        'CidrBlock',
        'AvailabilityZone',
        'AvailabilityZoneId',
        'Ipv6Native',
      ),
      vpc: part.text('VpcId') ?? part.unknown(['VpcId'], [], 'it names no VPC'),
      ...(cidrBlock === undefined ? {} : { cidrBlock }),
      hasIpv6: hasIpv6(part, ipv6CidrBlock),
      ...(ipv6CidrBlock === undefined ? {} : { ipv6CidrBlock }),
      availabilityZone:
        part.text('AvailabilityZone') ??
        part.text('AvailabilityZoneId') ??
        part.unknown(['AvailabilityZone'], [], 'it names no Availability Zone: AWS chooses one'),
      ...(routeTable === undefined ? {} : { routeTable }),
      ...(networkAcl === undefined ? {} : { networkAcl }),
    };
  });
}

function blockOf(part: Part): Maybe<string> | undefined {
  const given = part.text('CidrBlock');
  if (given !== undefined || part.flag(false, 'Ipv6Native') === true) return given;
  return part.unknown(['CidrBlock'], [], 'IPAM decides its block');
}

function hasIpv6(part: Part, block: Maybe<string> | undefined): Maybe<boolean> {
  if (block !== undefined || part.has('Ipv6NetmaskLength')) return true;
  const isAssigned = part.flag(false, 'AssignIpv6AddressOnCreation');
  return isAssigned === false ? part.flag(false, 'Ipv6Native') : isAssigned;
}

/** What resources of a type associate with a subnet, by the subnet's id. */
function associated(
  parts: Parts,
  type: string,
  property: string,
  leaveOut: (part: Part, owner: Maybe<string> | undefined) => void,
): ReadonlyMap<string, Maybe<string>> {
  const found = new Map<string, Maybe<string>>();
  for (const part of parts.of(`AWS::EC2::${type}`)) {
    const subnet = part.text('SubnetId');
    const value =
      part.uncertain ?? part.text(property) ?? part.unknown([property], [], 'its value is not given');
    if (typeof subnet === 'string') found.set(subnet, value);
    else leaveOut(part, subnet);
  }
  return found;
}
