import type { EventSourceMapping, Eni, FunctionState, FunctionVersion, Role, TrailEvent } from './model';
import type { EniQuery } from './query';

/** The calls whose record counts here, as CloudTrail names them (Lambda's carry the date of their API). */
export const TRAIL_EVENTS = [
  'ModifyNetworkInterfaceAttribute',
  'DeleteFunction20150331',
  'UpdateFunctionConfiguration20150331v2',
  'CreateFunction20150331',
] as const;
export type TrailEventName = (typeof TRAIL_EVENTS)[number];

/**
 * Where facts come from: AWS, or a folder of saved answers. Lists come in pages, each as soon as it is there. A member
 * throws `MissingFact` where it may not know, and `EniFinderError` where nothing more can be known.
 */
export interface Source {
  /** For the commands that are proposed; undefined where it is not known. */
  region(): Promise<string | undefined>;
  /** 12 digits: the account that asks. */
  account(): Promise<string>;
  enis(query: EniQuery): AsyncIterable<readonly Eni[]>;
  /** `$LATEST` and every published version. */
  functions(signal: AbortSignal): AsyncIterable<readonly FunctionVersion[]>;
  mappings(signal: AbortSignal): AsyncIterable<readonly EventSourceMapping[]>;
  /** @returns undefined where there is no such function any more */
  functionState(nameOrArn: string): Promise<FunctionState | undefined>;
  /** @returns undefined where there is no role of that name */
  role(arn: string): Promise<Role | undefined>;
  /** @returns undefined where no role of the account has that id */
  roleWithId(id: string): Promise<Role | undefined>;
  /**
   * Whether a role may delete interfaces: `ec2:DeleteNetworkInterface` on `resource`.
   *
   * @returns undefined where that depends on what is not known, such as a tag
   */
  mayDelete(role: Role, resource: string): Promise<boolean | undefined>;
  /** Newest first. */
  events(name: TrailEventName, signal: AbortSignal): AsyncIterable<readonly TrailEvent[]>;
}
