import type { EventSourceKind } from './event-source';

/** A value of a mapping, in JSON. */
export type Setting = string | number | boolean | readonly Setting[] | { readonly [member: string]: Setting };

/** An AWS::Lambda::EventSourceMapping, as the Lambda API tells of it. */
export interface EventSourceMappingConfiguration {
  /** Invented: the same for the same mapping in every run. */
  readonly uuid: string;
  /** Stack and logical id, joined by a dot: its id among the network's mappings, when it holds interfaces there. */
  readonly path: string;
  /** With the alias or version that the template names; undefined when it cannot be known. */
  readonly functionArn: string | undefined;
  readonly isEnabled: boolean;
  /** Where its events come from; undefined when that cannot be known. */
  readonly kind: EventSourceKind | undefined;
  /**
   * The members of the API's EventSourceMappingConfiguration that a template decides, by AWS's names, with AWS's defaults:
   * `EventSourceArn`, `BatchSize`, `Topics`… Those that cannot be known are left out.
   */
  readonly settings: Readonly<Record<string, Setting>>;
}
