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

/** Something that the template does not tell. */
export interface Unknown {
  /** Why: one clause, for people, such as `parameter SubnetIds has no default`. */
  readonly unknown: string;
  /** Where it was met, such as `FurlVpcLambda.LambdaFunction01.VpcConfig.SubnetIds`. */
  readonly path: string;
}

/** A value, or the reason why it is not known. */
export type Maybe<T> = T | Unknown;

/** Ids, each of which may be unknown, or a list of which not even the length is known. */
export type Ids = Maybe<readonly Maybe<string>[]>;

/** What every resource has. */
export interface Named {
  /** Unique in the network, and what others refer to it by: the physical id, invented or real, or any other key. */
  readonly id: string;
  /** What people call it: the `Name` tag, the group's or function's name, or the logical id. Default: the id. */
  readonly name?: string;
  /** Where it comes from, such as `FurlNetwork.PrivateSubnet1a`; for messages. */
  readonly path?: string;
  /**
   * The values of the properties that CloudFormation can change only by replacing the resource, in one text: of a
   * group its name, description and VPC, of a subnet its blocks, zone and VPC, of a role its name and path. In a change
   * from one template to another, the same id with another text is another resource.
   */
  readonly replacedBy?: string;
}

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

/** `AWS::EC2::NetworkAcl` with its `AWS::EC2::NetworkAclEntry`s. */
export interface NetworkAcl extends Named {
  readonly vpc: Maybe<string>;
  /**
   * Whether it is the VPC's default ACL, to which AWS gives rules 100 (IPv4) and 101 (IPv6) that allow everything; only
   * what the template adds to them is listed here. One that is not listed is as AWS creates it.
   */
  readonly isDefault: boolean;
  /** In any order. What no entry matches is denied. */
  readonly entries: Maybe<readonly NetworkAclEntry[]>;
}

/** `AWS::EC2::NetworkAclEntry`. */
export interface NetworkAclEntry {
  readonly path?: string;
  readonly ruleNumber: Maybe<number>;
  readonly egress: Maybe<boolean>;
  readonly action: Maybe<'allow' | 'deny'>;
  /** As in {@link SecurityGroupRule}. */
  readonly protocol: Maybe<string>;
  /** Absent: all ports. */
  readonly ports?: Maybe<PortRange>;
  /** Where traffic comes from, or goes to when `egress`. */
  readonly block: Maybe<AddressBlock>;
}

/** From and to are included; 0–65535. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** `AWS::EC2::SecurityGroup`, with the rules of `SecurityGroupEgress` and `SecurityGroupIngress` resources. */
export interface SecurityGroup extends Named {
  readonly vpc: Maybe<string>;
  /** Whether it is the VPC's default group. One that is not listed lets in its own members and lets out everything. */
  readonly isDefault?: boolean;
  /**
   * Whether AWS's own rule that allows everything out is in force: true without any `SecurityGroupEgress`, false with the
   * property. With rules of separate resources only, {@link Unknown}: CloudFormation has been seen to take AWS's rule
   * away when it adds the first of them (aws-cdk#987), and its pages do not say so.
   */
  readonly hasDefaultEgress: Maybe<boolean>;
  /** The rules of the property and of separate resources. CDK's rule to 255.255.255.255/32 is one like any other. */
  readonly egress: Maybe<readonly SecurityGroupRule[]>;
  /** None when nothing is let in. */
  readonly ingress: Maybe<readonly SecurityGroupRule[]>;
}

/** One rule; the peer is the source of an ingress rule, the destination of an egress rule. */
export interface SecurityGroupRule {
  readonly path?: string;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or a protocol's number as text; 6 and tcp are the same. */
  readonly protocol: Maybe<string>;
  /** Absent: all ports. Has no meaning with `-1`, `icmp` and `icmpv6`. */
  readonly ports?: Maybe<PortRange>;
  readonly peer: Maybe<Peer>;
}

/** Whom a rule of a security group speaks of. */
export type Peer =
  | AddressBlock
  | { readonly kind: 'prefix-list'; readonly id: string }
  | { readonly kind: 'security-group'; readonly id: string };

/** `AWS::EC2::PrefixList`, or one that AWS manages. */
export interface PrefixList extends Named {
  /** IPv4 or IPv6 blocks. Those of AWS's own lists are {@link Unknown}. */
  readonly entries: Maybe<readonly Maybe<string>[]>;
  /** The service whose addresses it has, where that is known: `s3`, `dynamodb`. */
  readonly service?: string;
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

/** `VpcConfig` of a function, or the `VPC_SUBNET`s and `VPC_SECURITY_GROUP`s of an event source mapping. */
export interface VpcConfig {
  readonly subnets: Ids;
  readonly securityGroups: Ids;
  /** `Ipv6AllowedForDualStack`; AWS's default is false. */
  readonly ipv6AllowedForDualStack: Maybe<boolean>;
}

/** `AWS::Lambda::Function` or `AWS::Serverless::Function`. */
export interface LambdaFunction extends Named {
  /** Absent: not in a VPC. Empty subnets and groups mean the same. */
  readonly vpcConfig?: Maybe<VpcConfig>;
  /** The id of its execution role; one that is not in `roles` is outside the template. */
  readonly role: Maybe<string>;
  /** Absent: it has no function URL. */
  readonly url?: FunctionUrl;
  /** What it has to reach, by its role's permissions or its environment; for the design rules. */
  readonly needs: readonly Need[];
}

/** `AWS::Lambda::Url`. */
export interface FunctionUrl {
  readonly authType: Maybe<'AWS_IAM' | 'NONE'>;
  /** Host names by which functions may call it, such as `abc.lambda-url.ap-northeast-1.on.aws`, where known. */
  readonly hosts?: readonly string[];
}

/** Something that a function has to reach, and how that is known. */
export interface Need {
  readonly to: Destination;
  /** One clause: `its role allows secretsmanager:GetSecretValue`, `its environment names it in LAMBDA_SERVER_URL`. */
  readonly because: string;
}

/** `AWS::Lambda::Version`: it keeps the VpcConfig that the function had when it was published. */
export interface PublishedVersion extends Named {
  /** The function's id. */
  readonly function: Maybe<string>;
  /** Absent: not in a VPC. */
  readonly vpcConfig?: Maybe<VpcConfig>;
  /** `DeletionPolicy: Retain`: it outlives its removal from the template, and goes on holding its interfaces. */
  readonly isRetained: boolean;
}

/**
 * `AWS::Lambda::EventSourceMapping` of a source in a VPC (Amazon MSK, self-managed Apache Kafka, Amazon MQ, Amazon
 * DocumentDB): Lambda's pollers have interfaces in the source's subnets.
 */
export interface EventSourceMapping extends Named {
  /** The function's id. */
  readonly function: Maybe<string>;
  readonly vpcConfig?: Maybe<VpcConfig>;
}

/** `AWS::IAM::Role` that a function runs with. */
export interface Role extends Named {
  /** Whether it may do what `AWSLambdaVPCAccessExecutionRole` allows: create, describe and delete interfaces. */
  readonly managesNetworkInterfaces: Maybe<boolean>;
  /** Whether it may do anything besides writing logs and traces and managing network interfaces. */
  readonly doesMoreThanLogs: Maybe<boolean>;
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

/** Something that a function may want to connect to. */
export type Destination =
  /** Any public address, TCP port 443. */
  | { readonly kind: 'internet' }
  /** A host name or address and a TCP port. A name is public unless a resource, a URL or a service has it. */
  | { readonly kind: 'host'; readonly host: string; readonly port: number }
  /** All addresses of an IPv4 or IPv6 block, on one TCP port or on all of them. */
  | { readonly kind: 'cidr'; readonly cidr: string; readonly port?: number }
  /** Another function, by id: through `Invoke` of the Lambda API, or through its URL if it has one. */
  | { readonly kind: 'function'; readonly function: string }
  /** A function's URL, by the function's id; a URL of another account by nothing. */
  | { readonly kind: 'function-url'; readonly function?: string }
  /** An AWS service of the same Region by the last part of its endpoint's name: `s3`, `secretsmanager`, `ecr.api`. */
  | { readonly kind: 'service'; readonly service: string }
  /** A private resource by id, on the port given or its own. */
  | { readonly kind: 'resource'; readonly resource: string; readonly port?: number };
