import type { Eni, FunctionState, Holder } from '../model';

/** All that was found out about one interface: a verdict is made of this and nothing else. */
export interface EniFacts {
  readonly eni: Eni;
  readonly now: Date;
  /** For the commands that are proposed. */
  readonly region: string | undefined;
  /** 12 digits: who asks; undefined where it could not be found out. */
  readonly account: string | undefined;
  /** Whose network has the subnet and the very set of groups of this interface. */
  readonly holders: readonly Holder[];
  /** Whether all functions and versions were looked through. */
  readonly functionsKnown: boolean;
  /** Whether all event source mappings were looked through. */
  readonly mappingsKnown: boolean;
  /** Event sources (ARNs) whose pollers use a network that the mapping does not tell: a cluster's or a broker's own. */
  readonly hiddenNetworks: readonly string[];
  /** By ARN, of holders; not all may have been asked for. */
  readonly states: ReadonlyMap<string, FunctionState>;
  /** Functions whose update is not over and that may use this interface until it is. */
  readonly updating: readonly Updating[];
  /** Functions and versions in the same subnet, whatever their groups. */
  readonly sameSubnet: readonly Holder[];
  /** What CloudTrail has; undefined where it could not be asked to the end. */
  readonly trail: TrailFacts | undefined;
  readonly role: RoleFacts | undefined;
  /** The IAM actions that would have told more; see `EniReport.partial`. */
  readonly partial: readonly string[];
}

/** A function with an update under way. */
export interface Updating {
  readonly arn: string;
  readonly since: Date | undefined;
}

/** What CloudTrail has of one interface in its 90 days. */
export interface TrailFacts {
  /** When the last that used it let go of it. */
  readonly release: Recorded | undefined;
  /** When somebody else than Lambda changed its groups, the last time. */
  readonly groupChange: Recorded | undefined;
}

/** Something that somebody did. */
export interface Recorded {
  readonly at: Date;
  /** For people: "alice deleted test-lambda-01". */
  readonly what: string;
}

/** The execution role with which Lambda deletes the interface. */
export interface RoleFacts {
  /** Undefined where only its id is known. */
  readonly arn: string | undefined;
  readonly id: string | undefined;
  /** Undefined where it could not be found out. */
  readonly exists: boolean | undefined;
  /** Whether it may delete interfaces; undefined where it could not be found out. */
  readonly mayDelete: boolean | undefined;
}
