/** A network interface as EC2 describes it (Amazon EC2 API Reference, "NetworkInterface"), as far as Lambda's have it. */
export interface NetworkInterface {
  /** `eni-` and 17 hexadecimal digits. */
  readonly id: string;
  readonly region: string;
  /** 12 digits: the account of the function. */
  readonly ownerId: string;
  /** Absent, as the two others that may be, where the template does not tell: of a subnet that is not in it. */
  readonly vpcId?: string;
  readonly subnetId: string;
  readonly availabilityZone?: string;
  /** Sorted, each once. Their names are in {@link LivingNetwork.networks}. */
  readonly securityGroupIds: readonly string[];
  readonly privateIpAddress?: string;
  readonly macAddress: string;
  /** `AWS Lambda VPC ENI-<function>-<uuid>`, with the name of the function that used it first. */
  readonly description: string;
  /** `interface` as soon as Lambda has detached it. */
  readonly interfaceType: 'lambda' | 'interface';
  readonly status: 'pending' | 'in-use' | 'detaching' | 'available';
  /** `AROA…:<account>`: the id of the role of the function that used it first. */
  readonly requesterId: string;
  readonly requesterManaged: false;
  /** Absent when it is `available`. */
  readonly attachment?: NetworkInterfaceAttachment;
  /** In real time, whatever the clock of the interfaces. */
  readonly createdAt: Date;
}

/** What an interface is attached to: Lambda's own side, which nobody sees. */
export interface NetworkInterfaceAttachment {
  /** `ela-attach-` and 17 hexadecimal digits. */
  readonly id: string;
  readonly status: 'attaching' | 'attached' | 'detaching';
  readonly instanceOwnerId: 'amazon-aws';
  readonly deviceIndex: 1;
  readonly deleteOnTermination: false;
  readonly attachTime: Date;
}
