import type { Maybe, Named } from './told';

/** `AWS::EC2::RouteTable` with its `AWS::EC2::Route`s. */
export interface RouteTable extends Named {
  readonly vpc: Maybe<string>;
  /**
   * Whether it is the VPC's main table. A VPC of the template whose main table is not listed has AWS's own, with
   * nothing but the local route: CloudFormation cannot add routes to it.
   */
  readonly isMain: boolean;
  /** Without the local routes and without those of gateway endpoints: these follow from the VPC and the endpoints. */
  readonly routes: Maybe<readonly Route[]>;
  /** Whether a virtual private gateway adds routes of its own (`AWS::EC2::VPNGatewayRoutePropagation`). */
  readonly propagates?: Maybe<boolean>;
}

/** `AWS::EC2::Route`. */
export interface Route {
  /** The resource, for messages. */
  readonly path?: string;
  readonly destination: Maybe<RouteDestination>;
  readonly target: Maybe<RouteTarget>;
}

/** `DestinationCidrBlock`, `DestinationIpv6CidrBlock` or `DestinationPrefixListId`. */
export type RouteDestination = AddressBlock | { readonly kind: 'prefix-list'; readonly id: string };

/** An IPv4 or IPv6 block, such as `0.0.0.0/0` or `::/0`. */
export interface AddressBlock {
  readonly kind: 'ipv4' | 'ipv6';
  readonly cidr: string;
}

/** What a route leads to; the kinds are EC2's words. */
export interface RouteTarget {
  readonly kind:
    | 'local'
    | 'nat-gateway'
    | 'internet-gateway'
    | 'egress-only-internet-gateway'
    | 'virtual-private-gateway'
    | 'transit-gateway'
    | 'vpc-peering-connection'
    | 'network-interface'
    | 'instance'
    | 'vpc-endpoint'
    | 'carrier-gateway'
    | 'local-gateway'
    | 'core-network';
  /** A NAT gateway's is looked up in `natGateways`; the others' are for messages. */
  readonly id: Maybe<string>;
}

/** `AWS::EC2::NatGateway`. */
export interface NatGateway extends Named {
  /** Of its subnet, or its own `VpcId` when regional. */
  readonly vpc: Maybe<string>;
  /** `ConnectivityType`; AWS's default is public. */
  readonly connectivity: Maybe<'public' | 'private'>;
  /** `AvailabilityMode`; AWS's default is zonal. A regional one sits in no subnet and has its way to the internet. */
  readonly availability: Maybe<'zonal' | 'regional'>;
  /** Absent when regional. */
  readonly subnet?: Maybe<string>;
  /** Private IPv4 addresses that it takes in its subnet: 1 and its secondary ones. Default 1. */
  readonly addresses?: Maybe<number>;
}

/** `AWS::EC2::PrefixList`, or one that AWS manages. */
export interface PrefixList extends Named {
  /** IPv4 or IPv6 blocks. Those of AWS's own lists are {@link Unknown}. */
  readonly entries: Maybe<readonly Maybe<string>[]>;
  /** The service whose addresses it has, where that is known: `s3`, `dynamodb`. */
  readonly service?: string;
}
