/** A network interface, as much of it as counts here (EC2 API Reference, "NetworkInterface"). */
export interface Eni {
  readonly id: string;
  /** `available`, `associated`, `attaching`, `in-use`, `detaching`, or `pending`. */
  readonly status: string;
  /** `lambda` for a Hyperplane interface; `interface` once it is detached. */
  readonly interfaceType: string;
  readonly description: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly ownerId: string | undefined;
  /** `AROA…:<account>` for Lambda's: the id of the role that made it. */
  readonly requesterId: string | undefined;
  readonly securityGroups: readonly string[];
  readonly attachedAt: Date | undefined;
  /** What it is attached to, where that is an instance. */
  readonly instanceId: string | undefined;
}

/** `$LATEST` or a published version of a function, as ListFunctions gives it. */
export interface FunctionVersion {
  /** With its qualifier: `…:function:name:$LATEST`, `…:function:name:3`. */
  readonly arn: string;
  readonly role: string;
  readonly lastModified: Date | undefined;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** How a function is, as GetFunctionConfiguration says it; ListFunctions does not. */
export interface FunctionState {
  readonly state: string | undefined;
  readonly stateReasonCode: string | undefined;
  readonly lastUpdateStatus: string | undefined;
}

/** An event source mapping. Lambda's pollers use interfaces, too. */
export interface EventSourceMapping {
  readonly arn: string;
  /** The event source; undefined for a self-managed Kafka cluster. */
  readonly source: string | undefined;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** An IAM role. */
export interface Role {
  readonly arn: string;
  readonly name: string;
  /** `AROA…`: another one when a role is deleted and made again under its name. */
  readonly id: string;
  readonly boundary: string | undefined;
}

/** What CloudTrail recorded, as far as it concerns interfaces; calls that failed are left out. */
export type TrailEvent =
  | { readonly kind: 'groups-changed'; readonly at: Date; readonly by: string; readonly eni: string }
  | {
      readonly kind: 'created' | 'updated';
      readonly at: Date;
      readonly by: string;
      readonly functionName: string;
      readonly role: string | undefined;
      /** The network that the function has from now on; undefined where the call did not speak of it. */
      readonly network: Network | undefined;
    }
  | {
      readonly kind: 'deleted';
      readonly at: Date;
      readonly by: string;
      readonly functionName: string;
      /** A version's number where it was not the whole function. */
      readonly qualifier: string | undefined;
    };

/** Subnets and groups of a function or a mapping. */
export interface Network {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** Who uses an interface. */
export interface Holder {
  readonly kind: 'function' | 'version' | 'event-source-mapping';
  readonly arn: string;
}
