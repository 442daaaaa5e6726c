import type { AddressBlock, Peer, PortRange, RouteDestination } from '../network';

/**
 * One change of a network: the smallest thing that somebody edits in a template. A route's target without an id is one
 * that has to be made, and counts as one change with its route. Route tables, groups and ACLs that AWS makes with a VPC and
 * that no template lists are called by {@link ownId}.
 */
export type Amendment =
  | {
      readonly kind: 'add-route';
      readonly routeTable: string;
      readonly destination: AddressBlock;
      readonly target: AmendedTarget;
    }
  | {
      readonly kind: 'replace-route';
      readonly routeTable: string;
      readonly destination: RouteDestination;
      readonly target: AmendedTarget;
    }
  | {
      readonly kind: 'add-egress-rule' | 'add-ingress-rule';
      readonly securityGroup: string;
      readonly peer: Peer;
      readonly protocol: 'tcp' | 'udp';
      readonly ports: PortRange;
    }
  | {
      readonly kind: 'add-network-acl-entry';
      readonly networkAcl: string;
      readonly egress: boolean;
      readonly block: AddressBlock;
      readonly protocol: 'tcp' | 'udp';
      readonly ports: PortRange;
    }
  | {
      readonly kind: 'add-interface-endpoint';
      readonly vpc: string;
      readonly service: string;
      /** Those of the function. */
      readonly subnets: readonly string[];
    }
  | {
      readonly kind: 'add-gateway-endpoint';
      readonly vpc: string;
      readonly service: string;
      readonly routeTables: readonly string[];
    }
  | { readonly kind: 'associate-route-table'; readonly endpoint: string; readonly routeTable: string }
  | { readonly kind: 'enable-private-dns'; readonly endpoint: string }
  | {
      readonly kind: 'enable-vpc-dns';
      readonly vpc: string;
      readonly attribute: 'enableDnsSupport' | 'enableDnsHostnames';
    }
  | { readonly kind: 'allow-ipv6'; readonly function: string }
  | { readonly kind: 'add-ipv6'; readonly subnet: string };

/** What a new route leads to; without an id it has to be made. */
export interface AmendedTarget {
  readonly kind: 'nat-gateway' | 'internet-gateway' | 'egress-only-internet-gateway';
  readonly id?: string;
}

/** What AWS makes with each VPC. */
export type OwnThing = 'main-route-table' | 'default-security-group';

/** The id by which something is called that AWS makes with a VPC. */
export function ownId(thing: OwnThing, vpc: string): string {
  return `${thing} of ${vpc}`;
}

/** Of which VPC that id is; undefined for any other id. */
export function vpcOfOwnId(thing: OwnThing, id: string): string | undefined {
  const start = `${thing} of `;
  return id.startsWith(start) ? id.slice(start.length) : undefined;
}

/** The id of the prefix list of a service that no template lists. */
export function serviceListId(service: string): string {
  return `prefix list of ${service}`;
}

/** Whether an id is one of those. */
export function isServiceList(id: string): boolean {
  return id.startsWith(serviceListId(''));
}

/** Whether it needs a resource that is not there yet, which usually costs money. */
export function creates(amendment: Amendment): boolean {
  if (amendment.kind === 'add-interface-endpoint' || amendment.kind === 'add-gateway-endpoint') return true;
  if (amendment.kind !== 'add-route' && amendment.kind !== 'replace-route') return false;
  return amendment.target.id === undefined;
}
