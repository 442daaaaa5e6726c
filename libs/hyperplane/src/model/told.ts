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
