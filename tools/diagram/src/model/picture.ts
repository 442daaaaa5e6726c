import type { Fact } from './maybe';

/** Everything that is drawn, in the order in which it is drawn, as words: what SVG, HTML and Mermaid have in common. */
export interface Picture {
  readonly region: Fact;
  /** `1 VPC, 2 subnets, 5 functions, 4 ENIs`. */
  readonly summary: string;
  /** Functions in no VPC. */
  readonly outside: readonly Holder[];
  /** Functions of which it is not wholly known where they are; each says why. */
  readonly unplaced: readonly Holder[];
  readonly vpcs: readonly VpcPicture[];
  /** What is not known and bears on what is drawn, each once. */
  readonly notKnown: readonly string[];
}

/** Somebody who holds interfaces: a function; or its published versions or event source mappings, as a note says. */
export interface Holder {
  readonly name: string;
  readonly url?: UrlPicture;
  readonly notes: readonly Fact[];
}

/** A function URL. */
export interface UrlPicture {
  readonly authType: 'AWS_IAM' | 'NONE' | 'unknown';
  readonly label: Fact;
}

/** A VPC, or what stands for one that the template does not have. */
export interface VpcPicture {
  readonly name: Fact;
  /** IPv4 and IPv6. */
  readonly blocks: readonly Fact[];
  /** `4 of 500 ENIs`; absent when there is nothing to count. */
  readonly quota?: { readonly text: string; readonly isOver: boolean };
  /** In the order of their names; the zone that is not known comes last. */
  readonly zones: readonly ZonePicture[];
  /** What belongs to the VPC and sits in no subnet. */
  readonly attached: readonly Attachment[];
  /** Where its routes leave it. */
  readonly waysOut: readonly Attachment[];
}

/** An Availability Zone of one VPC. */
export interface ZonePicture {
  readonly name: Fact;
  readonly subnets: readonly SubnetPicture[];
}

/** What a subnet's routes make of it; the picture puts them from top to bottom in this order. */
export const TIERS = ['isolated', 'private', 'public'] as const;

/** See {@link TIERS}. */
export type Tier = (typeof TIERS)[number];

/** A subnet and what is in it. */
export interface SubnetPicture {
  readonly id: string;
  readonly name: string;
  readonly blocks: readonly Fact[];
  readonly free: Fact & { readonly isShort?: boolean };
  readonly tier: Tier;
  readonly enis: readonly EniPicture[];
  readonly endpoints: readonly Resident[];
  readonly natGateways: readonly Resident[];
  /** What takes addresses that a template does not tell the number of. */
  readonly notCounted: readonly string[];
  readonly routes: readonly RoutePicture[];
}

/** One interface and who shares it. */
export interface EniPicture {
  readonly securityGroups: readonly string[];
  /** Why groups are not known: the interface may be shared with others. */
  readonly unknown?: string;
  readonly holders: readonly Holder[];
}

/** Something with addresses in a subnet. */
export interface Resident {
  readonly name: Fact;
  readonly details: readonly Fact[];
}

/** Destinations that lead to the same target. Without destinations the target is a sentence of its own. */
export interface RoutePicture {
  readonly destinations: readonly Fact[];
  readonly target: Fact;
}

/** Something of a VPC that sits in no subnet. */
export interface Attachment {
  /** `Internet gateway`. */
  readonly kind: string;
  readonly name: Fact;
  readonly details: readonly Fact[];
}
