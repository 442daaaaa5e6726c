/**
 * What templates tell of a private network, as plain data: everything that decides how many network interfaces Lambda
 * creates, and what a function can reach. One `Network` is one account in one Region; it holds no class and no function,
 * so that it can be read from a template, saved as JSON, and written by hand in a test.
 *
 * Two conventions make an answer partial instead of wrong:
 *
 * - What a template does not tell stands there as {@link Unknown}, with where it was met and why it is not known.
 * - An id that is referred to and not listed is something outside the template (imported, looked up, a parameter): what
 *   it is, is not known. An opaque id is an id nonetheless: give the same expression (`Ref` of the same parameter, the
 *   same import) the same id, and functions that use it are seen to share.
 */

import type { NetworkAcl, SecurityGroup } from './model/filtering';
import type { EventSourceMapping, LambdaFunction, PublishedVersion, Role } from './model/functions';
import type { PrivateResource, Subnet, Vpc, VpcEndpoint } from './model/placement';
import type { NatGateway, PrefixList, RouteTable } from './model/routing';
import type { Maybe, Unknown } from './model/told';

export type * from './model/filtering';
export type * from './model/functions';
export type * from './model/placement';
export type * from './model/routing';
export type * from './model/told';

/** Everything that was read. Ids are unique within each list. */
export interface Network {
  /** For example `ap-northeast-1`; tells a Region's own service names from another's. */
  readonly region: Maybe<string>;
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly natGateways: readonly NatGateway[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly prefixLists: readonly PrefixList[];
  readonly endpoints: readonly VpcEndpoint[];
  /** Every function, in a VPC or not. */
  readonly functions: readonly LambdaFunction[];
  readonly publishedVersions: readonly PublishedVersion[];
  /** Only those that hold interfaces of their own: see {@link EventSourceMapping}. */
  readonly eventSourceMappings: readonly EventSourceMapping[];
  readonly roles: readonly Role[];
  /** What else takes addresses or can be connected to: load balancers, databases, tasks, instances. */
  readonly resources: readonly PrivateResource[];
  /**
   * Resources of which it is not known to what they belong: a route whose table, a rule whose group, an association
   * whose subnet cannot be resolved. Whatever looks at such things of that VPC is partial.
   */
  readonly unplaced: readonly Unplaced[];
}

/** A resource of which it is not known to what it belongs. */
export interface Unplaced extends Unknown {
  readonly kind:
    | 'route'
    | 'route-table-association'
    | 'network-acl-association'
    | 'network-acl-entry'
    | 'egress-rule'
    | 'ingress-rule'
    | 'endpoint'
    | 'cidr-block'
    | 'published-version'
    | 'event-source-mapping';
  /** Where it is known to which VPC it belongs; absent: it may be any. */
  readonly vpc?: string;
}
