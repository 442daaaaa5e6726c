import type { AddressBlock } from './routing';
import type { Maybe, Named } from './told';

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
