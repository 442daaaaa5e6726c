import type { Ids, Maybe, Named } from './told';

/** `AWS::EC2::VPC` with its `AWS::EC2::VPCCidrBlock`s. */
export interface Vpc extends Named {
  /** All IPv4 blocks, the first one first, such as `10.0.0.0/16`. */
  readonly cidrBlocks: readonly Maybe<string>[];
  /** All IPv6 blocks. One that Amazon provides is an {@link Unknown}: it is there, its value is not known. */
  readonly ipv6CidrBlocks: readonly Maybe<string>[];
  /** `EnableDnsSupport`; AWS's default is true. */
  readonly enableDnsSupport: Maybe<boolean>;
  /** `EnableDnsHostnames`; AWS's default is false. */
  readonly enableDnsHostnames: Maybe<boolean>;
}

/** `AWS::EC2::Subnet` with its associations. */
export interface Subnet extends Named {
  readonly vpc: Maybe<string>;
  /** `10.0.1.0/24`; absent for a subnet of IPv6 only. */
  readonly cidrBlock?: Maybe<string>;
  /** Whether it has an IPv6 block, even if the block's value is not known. */
  readonly hasIpv6: Maybe<boolean>;
  readonly ipv6CidrBlock?: Maybe<string>;
  /** `AvailabilityZone` or `AvailabilityZoneId`. */
  readonly availabilityZone: Maybe<string>;
  /** Of its `SubnetRouteTableAssociation`; absent: the VPC's main table. */
  readonly routeTable?: Maybe<string>;
  /** Of its `SubnetNetworkAclAssociation`; absent: the VPC's default ACL. */
  readonly networkAcl?: Maybe<string>;
}

/** `AWS::EC2::VPCEndpoint`. */
export interface VpcEndpoint extends Named {
  readonly vpc: Maybe<string>;
  /** `VpcEndpointType`; AWS's default is gateway. `other`: Gateway Load Balancer, resource, service network. */
  readonly type: Maybe<'interface' | 'gateway' | 'other'>;
  /** The whole service name: `com.amazonaws.ap-northeast-1.s3`. */
  readonly serviceName: Maybe<string>;
  /** Interface endpoints: one address in each. */
  readonly subnets: Ids;
  /** Interface endpoints; none: the VPC's default group. */
  readonly securityGroups: Ids;
  /** `PrivateDnsEnabled`; AWS's default is false (CDK's is true). */
  readonly privateDnsEnabled: Maybe<boolean>;
  /** `DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint`: functions then do not see its private name (S3). */
  readonly privateDnsOnlyForInboundResolver?: Maybe<boolean>;
  /** Gateway endpoints. */
  readonly routeTables: Ids;
  /** Whether it has a policy of its own, which may refuse what the network lets through. */
  readonly hasPolicy: Maybe<boolean>;
}

/** A resource in subnets that is not Lambda's, not an endpoint and not a NAT gateway. */
export interface PrivateResource extends Named {
  /** Its CloudFormation type, such as `AWS::RDS::DBInstance`. */
  readonly type: string;
  /** The subnets in which it takes addresses. How many, a template does not tell. */
  readonly subnets: Ids;
  /** The groups that decide what reaches it. */
  readonly securityGroups: Ids;
  /** The TCP port that it listens on. */
  readonly port?: Maybe<number>;
  /** Host names that lead to it, in lower case, where known. */
  readonly hosts?: readonly string[];
}
