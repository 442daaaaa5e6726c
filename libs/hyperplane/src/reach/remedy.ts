import { listed } from '../words';
import { type AmendedTarget, type Amendment, vpcOfOwnId } from './amendment';
import { amendmentsOf, type Fact } from './fact';
import { groupOf, peerText } from './groups';
import { portsText } from './packet';
import type { View } from './view';

/** The amendments as one sentence without a full stop: what to do, with the names that the template has. */
export function remedyText(view: View, amendments: readonly Amendment[]): string {
  const phrases = new Map<string, string[]>();
  for (const amendment of amendments) {
    const [phrase, place] = phraseOf(view, amendment);
    const places = phrases.get(phrase) ?? [];
    if (place !== '') places.push(place);
    phrases.set(phrase, places);
  }
  return [...phrases]
    .map(([phrase, places]) => phrase.replace('{}', listed([...new Set(places)])))
    .join('; and ');
}

/** What has to be done at least where no amendment is known that would suffice. */
export function adviceFor(view: View, facts: readonly Fact[]): string | null {
  const ids = new Set(facts.map(({ id }) => id));
  const phrases: string[] = [];
  if (ids.has('NOT_IN_VPC')) {
    phrases.push('give the function a VpcConfig with subnets and security groups that reach it');
  }
  if (ids.has('NO_ROUTE') || ids.has('PRIVATE_ADDRESS')) {
    phrases.push(
      'add a route to where it is: a transit gateway, a VPC peering connection or a virtual private gateway',
    );
  }
  const amendments = amendmentsOf(facts);
  if (amendments.length > 0) phrases.push(remedyText(view, amendments));
  return phrases.length === 0 ? null : phrases.join('; and ');
}

/** A phrase, and what goes into its place: phrases that are the same are said once. */
function phraseOf(view: View, amendment: Amendment): [phrase: string, place: string] {
  switch (amendment.kind) {
    case 'add-route':
      return [
        `${leading(view, amendment.target, amendment.destination.cidr, 'add a')} in {}`,
        tableText(view, amendment.routeTable),
      ];
    case 'replace-route': {
      const { destination, target, routeTable } = amendment;
      const text = destination.kind === 'prefix-list' ? destination.id : destination.cidr;
      return [`${leading(view, target, text, 'lead the')} in {}`, tableText(view, routeTable)];
    }
    case 'add-egress-rule': {
      const { securityGroup, protocol, ports, peer } = amendment;
      return [
        `let ${groupText(view, securityGroup)} send ${portsText(protocol, ports)} to ${peerText(view, peer)}`,
        '',
      ];
    }
    case 'add-ingress-rule': {
      const { securityGroup, protocol, ports, peer } = amendment;
      return [
        `let ${portsText(protocol, ports)} from ${peerText(view, peer)} into ${groupText(view, securityGroup)}`,
        '',
      ];
    }
    case 'add-network-acl-entry': {
      const { networkAcl, egress, protocol, ports, block } = amendment;
      const way = egress
        ? `outbound ${portsText(protocol, ports)} to`
        : `inbound ${portsText(protocol, ports)} from`;
      return [
        `allow ${way} ${block.cidr} in network ACL {}, before the entry that denies it`,
        view.nameOf(view.networkAcl, networkAcl),
      ];
    }
    case 'add-interface-endpoint':
      return [
        `add an interface endpoint for ${amendment.service} to ${view.nameOf(view.vpc, amendment.vpc)}, with private DNS and a security group that lets in TCP 443`,
        '',
      ];
    case 'add-gateway-endpoint':
      return [
        `add a gateway endpoint for ${amendment.service} to ${view.nameOf(view.vpc, amendment.vpc)}, with ${listed(amendment.routeTables.map((id) => tableText(view, id)))} in its RouteTableIds`,
        '',
      ];
    case 'associate-route-table':
      return [
        `add {} to the RouteTableIds of endpoint ${view.nameOf(view.endpoint, amendment.endpoint)}`,
        tableText(view, amendment.routeTable),
      ];
    case 'enable-private-dns':
      return ['switch PrivateDnsEnabled on for endpoint {}', view.nameOf(view.endpoint, amendment.endpoint)];
    case 'enable-vpc-dns':
      return [
        `switch {} on for ${view.nameOf(view.vpc, amendment.vpc)}`,
        amendment.attribute === 'enableDnsSupport' ? 'EnableDnsSupport' : 'EnableDnsHostnames',
      ];
    case 'allow-ipv6':
      return ['set Ipv6AllowedForDualStack on {}', view.nameOf(view.function, amendment.function)];
    case 'add-ipv6':
      return ['give {} an IPv6 block', view.nameOf(view.subnet, amendment.subnet)];
  }
}

function leading(view: View, { kind, id }: AmendedTarget, cidr: string, verb: string): string {
  const word = kind === 'nat-gateway' ? 'NAT gateway' : kind.replaceAll('-', ' ');
  if (id !== undefined) return `${verb} route ${cidr} to ${word} ${view.nameOf(view.natGateway, id)}`;
  const article = kind === 'nat-gateway' ? 'a public' : 'an';
  const make = kind === 'nat-gateway' ? 'make' : 'attach';
  const rest = verb === 'add a' ? `a route ${cidr} to it` : `lead the route ${cidr} to it`;
  return `${make} ${article} ${word} and ${verb === 'add a' ? `add ${rest}` : rest}`;
}

function tableText(view: View, id: string): string {
  const vpc = vpcOfOwnId('main-route-table', id);
  if (vpc !== undefined && view.routeTable(id) === undefined) {
    return `a route table of the subnets’ own (they use the main one of ${view.nameOf(view.vpc, vpc)})`;
  }
  return `route table ${view.nameOf(view.routeTable, id)}`;
}

function groupText(view: View, id: string): string {
  const group = groupOf(view, id);
  if (group?.isDefault === true && view.group(id) === undefined) {
    return `the default security group of ${view.nameOf(view.vpc, vpcOfOwnId('default-security-group', id) ?? id)}`;
  }
  return view.nameOf(view.group, id);
}
